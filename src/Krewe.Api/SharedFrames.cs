using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api;

/// <summary>Writes a message once for all who are sent the same picture of a run, for as long as the picture itself is held.</summary>
internal sealed class SharedFrames
{
    private readonly ConditionalWeakTable<Workflow, Dictionary<string, Task<byte[]>>> _frames = [];

    /// <summary>The message, made once for each form.</summary>
    /// <param name="update">What is sent.</param>
    /// <param name="form">All else that it depends on.</param>
    /// <param name="make">Makes it.</param>
    public Task<byte[]> OfAsync(WorkflowUpdate update, string form, Func<byte[]> make)
    {
        // The object of a delta is made for that delta alone, so it stands for what was removed, too.
        if (update.Object.Status?.Nodes is not { Count: > 0 })
        {
            return Task.FromResult(make());
        }

        var frames = _frames.GetOrCreateValue(update.Object);
        var key = $"{update.Type} {form}";
        lock (frames)
        {
            if (!frames.TryGetValue(key, out var frame))
            {
                // On a thread of its own: hundreds may wait for it.
                frames[key] = frame = Task.Run(make);
            }

            return frame;
        }
    }
}
