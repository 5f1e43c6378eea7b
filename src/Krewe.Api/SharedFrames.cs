using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Writes a message once for all who are sent the same picture of a run, for as long as the picture itself is held.</summary>
internal sealed class SharedFrames
{
    private readonly ConditionalWeakTable<Workflow, ConcurrentDictionary<string, Lazy<Task<byte[]>>>> _frames = [];

    /// <summary>The message, made once for each form.</summary>
    /// <param name="update">What is sent.</param>
    /// <param name="form">All else that it depends on.</param>
    /// <param name="make">Makes it.</param>
    public Task<byte[]> OfAsync(WorkflowUpdate update, string form, Func<byte[]> make) => update is { IsDelta: false, RemovedNodes: null, Object.Status.Nodes.Count: > 0 }
        // On a thread of its own: hundreds may wait for it.
        ? _frames.GetOrCreateValue(update.Object).GetOrAdd($"{update.Type} {form}", _ => new Lazy<Task<byte[]>>(() => Task.Run(make))).Value
        : Task.FromResult(make());
}
