using System.Collections.Concurrent;
using Krewe.Artifacts;

namespace Krewe.Executors.Process.Jobs;

/// <summary>The services of jobs, with the settings of their run.</summary>
internal sealed class RunServices(JobServices shared, Func<ISecretReader, ArtifactTransfer> transfer)
{
    private readonly ConcurrentDictionary<string, JobServices> _runs = new(StringComparer.Ordinal);

    /// <summary>What all runs share.</summary>
    public JobServices Shared => shared;

    public async Task<JobServices> GetAsync(string runUid, CancellationToken cancellationToken)
    {
        if (shared.Options.RunSettings is not { } ask)
            return shared;
        if (_runs.TryGetValue(runUid, out var known))
            return known;
        return _runs.GetOrAdd(runUid, await ask(runUid, cancellationToken).ConfigureAwait(false) is { } settings ? With(settings) : shared);
    }

    public void Forget(string runUid)
    {
        _runs.TryRemove(runUid, out _);
        shared.Notices.Forget(runUid);
    }

    private JobServices With(ProcessRunSettings settings)
    {
        var shims = new Dictionary<string, string>(shared.Shims, StringComparer.Ordinal);
        foreach (var (image, program) in settings.Shims ?? new Dictionary<string, string>(StringComparer.Ordinal))
            shims[image] = program;
        var secrets = settings.SecretsFolder is { } folder ? new LocalSecrets(folder) : shared.Secrets;
        return shared with
        {
            Shims = shims,
            Secrets = secrets,
            Artifacts = ReferenceEquals(secrets, shared.Secrets) ? shared.Artifacts : transfer(secrets),
            Runtime = settings.Runtime ?? shared.Runtime,
            WorkingDirectory = settings.WorkingDirectory ?? shared.WorkingDirectory,
        };
    }
}
