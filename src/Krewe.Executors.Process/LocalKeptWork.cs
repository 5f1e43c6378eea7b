using System.Globalization;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Logs;

namespace Krewe.Executors.Process;

/// <summary>What local processes have left below a data folder.</summary>
/// <param name="dataFolder">The folder.</param>
public sealed class LocalKeptWork(string dataFolder) : IKeptWork
{
    private readonly WorkFolders _folders = new(dataFolder);

    /// <inheritdoc/>
    public IReadOnlyList<string> Runs() => [.. _folders.Runs()];

    /// <inheritdoc/>
    public IReadOnlyList<NodeWorkId> HeldWork(string runUid) =>
        [.. _folders.Attempts(runUid).Where(attempt => HasResult(attempt.Folder)).Select(attempt => attempt.Id).Union(Running(runUid))];

    private static bool HasResult(string attemptFolder) => WorkFolders.Containers(attemptFolder).Any(name => File.Exists(Path.Combine(attemptFolder, name, ExecFiles.Result)));

    /// <summary>Attempts with a step that the run's journal says has begun and not that it has ended.</summary>
    private IEnumerable<NodeWorkId> Running(string runUid) =>
        new StepEnds(_folders.Journal(runUid), runUid + "/", "").ReadRunning().Select(WorkOf).OfType<NodeWorkId>();

    // A step is named run/node/attempt/container.
    private static NodeWorkId? WorkOf(string step) =>
        step.Split('/') is [var run, var node, var attempt, _] && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new NodeWorkId(run, node, number) : null;
}
