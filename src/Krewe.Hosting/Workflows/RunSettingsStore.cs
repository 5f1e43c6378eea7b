using System.Text.Json;
using Krewe.Client;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps how a run's steps run, by the run's uid, so that a restarted engine goes on in the same way.</summary>
internal static class RunSettingsStore
{
    private const string Kind = "RunSettings";

    // A part lives by the settings of its run.
    public static ObjectKey KeyOf(string uid) => new(Kind, "", RunParts.RunOf(uid));

    public static Task PutAsync(IObjectStore objects, string uid, RunSettings settings, CancellationToken cancellationToken) =>
        objects.PutAsync(KeyOf(uid), JsonSerializer.SerializeToUtf8Bytes(settings), cancellationToken: cancellationToken);

    public static async Task<RunSettings?> GetAsync(IObjectStore objects, string uid, CancellationToken cancellationToken) =>
        await objects.GetAsync(KeyOf(uid), cancellationToken).ConfigureAwait(false) is { } stored ? JsonSerializer.Deserialize<RunSettings>(stored.Payload.Span) : null;
}
