using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process;

/// <summary>What local processes have left below a data folder.</summary>
/// <param name="dataFolder">The folder.</param>
public sealed class LocalKeptWork(string dataFolder) : IKeptWork
{
    private readonly WorkFolders _folders = new(dataFolder);

    /// <inheritdoc/>
    public IReadOnlyList<string> Runs() => [.. _folders.Runs()];

    /// <inheritdoc/>
    public IReadOnlyList<NodeWorkId> HeldWork(string runUid) => [.. _folders.Attempts(runUid).Where(attempt => IsHeld(attempt.Folder)).Select(attempt => attempt.Id)];

    private static bool IsHeld(string attemptFolder) => WorkFolders.Containers(attemptFolder).Select(name => Path.Combine(attemptFolder, name)).Any(container =>
        File.Exists(Path.Combine(container, ExecFiles.Result)) || (File.Exists(Path.Combine(container, ExecFiles.Start)) && !File.Exists(Path.Combine(container, ExecFiles.Exit))));
}
