using System.Globalization;
using System.Text.Json;
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
    public IReadOnlyList<NodeWorkId> HeldWork(string runUid) =>
        [.. _folders.Attempts(runUid).Where(attempt => HasResult(attempt.Folder)).Select(attempt => attempt.Id).Union(Running(runUid))];

    private static bool HasResult(string attemptFolder) => WorkFolders.Containers(attemptFolder).Any(name => File.Exists(Path.Combine(attemptFolder, name, ExecFiles.Result)));

    /// <summary>Attempts with a step that the run's journal says has begun and not that it has ended.</summary>
    private HashSet<NodeWorkId> Running(string runUid)
    {
        var journal = _folders.Journal(runUid);
        var running = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.Exists(journal) ? File.ReadLines(journal) : [])
        {
            if (Parse(line) is not { Id: { } id } said)
            {
                continue;
            }

            if (said.Exit is null)
            {
                running.Add(id);
            }
            else
            {
                running.Remove(id);
            }
        }

        return [.. running.Select(WorkOf).OfType<NodeWorkId>()];
    }

    // A step is named run/node/attempt/container.
    private static NodeWorkId? WorkOf(string step) =>
        step.Split('/') is [var run, var node, var attempt, _] && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new NodeWorkId(run, node, number) : null;

    private static ExecEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ExecJson.Default.ExecEvent);
        }
        catch (JsonException)
        {
            // Half written when a supervisor died.
            return null;
        }
    }
}
