using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Logs;
using Krewe.Executors.Process.Supervision;

namespace Krewe.Executors.Process.Containers;

/// <summary>Runs short commands of podman or docker.</summary>
/// <remarks>
/// As steps of the supervisor: podman notes the numbers of a container's processes, and those are true only in the namespace of
/// processes in which it was started. Elsewhere the same numbers are those of strangers.
/// </remarks>
internal sealed class ContainerClient(SupervisorClient supervisor, IReadOnlyList<string> client, IReadOnlyDictionary<string, string> environment)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>Runs a command about a step's container to its end.</summary>
    public async Task<Answer> RunAsync(StepSpec step, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var name = "client-" + Guid.NewGuid().ToString("N");
        var folder = Directory.CreateDirectory(Path.Combine(step.Folder, name), WorkFolders.OwnerOnly).FullName;
        var command = new StepSpec
        {
            Id = step.Id + "/" + name,
            Folder = folder,
            Journal = step.Journal,
            Argv = [.. client, .. arguments],
            Env = [.. environment.Select(v => $"{v.Key}={v.Value}")],
            KeepResult = LongestAnswer,
        };
        try
        {
            var exit = await supervisor.RunAsync(command, attach: false, null, null, cancellationToken).ConfigureAwait(false);
            var result = Path.Combine(folder, ExecFiles.Result);
            return new Answer(exit.ExitCode == 0, File.Exists(result) ? await File.ReadAllTextAsync(result, cancellationToken).ConfigureAwait(false) : "", exit.StartError ?? await ErrorsAsync(folder, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            supervisor.Cancel(command.Id, TimeSpan.Zero);
            supervisor.Forget(command.Id);
            WorkFolders.Delete(folder);
        }
    }

    /// <summary>What a step, or a command, wrote to standard error last.</summary>
    public static async Task<string> ErrorsAsync(string folder, CancellationToken cancellationToken)
    {
        var last = "";
        await foreach (var line in LogFile.ReadAsync(Path.Combine(folder, ExecFiles.Log), cancellationToken).ConfigureAwait(false))
        {
            if (line.IsError && line.Text.Length > 0 && !line.Text.StartsWith("See '", StringComparison.Ordinal))
                last = line.Text;
        }
        return last;
    }

    /// <summary>What a command said.</summary>
    /// <param name="IsGood">Whether it ended with exit code 0.</param>
    /// <param name="Output">Its standard output.</param>
    /// <param name="Error">The last line of its standard error.</param>
    public sealed record Answer(bool IsGood, string Output, string Error);
}
