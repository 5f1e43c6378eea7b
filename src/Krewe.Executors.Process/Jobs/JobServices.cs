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
    IReadOnlyDictionary<string, string> BaseEnvironment);
