using Krewe.Artifacts;
using Krewe.Executors.Process.Supervision;

namespace Krewe.Executors.Process.Jobs;

/// <summary>What all jobs of an executor share.</summary>
internal sealed record JobServices(
    ProcessExecutorOptions Options,
    SupervisorClient Supervisor,
    WorkFolders Folders,
    ISecretReader Secrets,
    ArtifactTransfer Artifacts,
    IArtifactStore Store,
    SlotQueue Slots,
    TimeProvider Time,
    IReadOnlyDictionary<string, string> BaseEnvironment,
    Notices Notices)
{
    /// <summary>Programs in place of images.</summary>
    public IReadOnlyDictionary<string, string> Shims { get; init; } = new Dictionary<string, string>(Options.Shims, StringComparer.Ordinal);

    /// <summary>What the clients of container runtimes start from.</summary>
    public IReadOnlyDictionary<string, string> ClientEnvironment { get; } = Commands.BaseEnvironment.ReadForClients();

    /// <summary>How containers run; null: as processes.</summary>
    public string? Runtime { get; init; } = Options.Runtime;

    /// <summary>Where steps start that say nothing; null: in a folder of their own.</summary>
    public string? WorkingDirectory { get; init; }
}
