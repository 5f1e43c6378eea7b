using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Jobs;

namespace Krewe.Executors.Process.Containers;

/// <summary>podman or docker, which run the images that steps ask for.</summary>
/// <remarks>
/// The step is the client's process, in the foreground, under the supervisor as any other: it outlives the engine, hands signals
/// on to the container and ends with its exit code. The container has a name that follows from the step's id and stays until its
/// outputs are copied; it is removed whatever became of the client.
/// </remarks>
internal sealed class ContainerRuntime
{
    private static readonly string[] Names = ["podman", "docker"];
    private readonly ContainerClient _client;
    private readonly Action<string> _warn;

    private ContainerRuntime(string program, JobServices services)
    {
        Program = program;
        // Without the mark by which descendants of a step are killed at its end: the container's monitor ends by itself.
        Client = ["env", "-u", ExecFiles.StepVariable, program];
        Environment = services.ClientEnvironment;
        _client = new ContainerClient(services.Supervisor, Client, Environment);
        _warn = services.Notices.Warn;
    }

    /// <summary>Name of the client program.</summary>
    public string Program { get; }

    /// <summary>Environment of the client, which is not the container's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Begin of every command line of the client.</summary>
    public IReadOnlyList<string> Client { get; }

    /// <summary>The runtime that jobs use; null for local processes.</summary>
    /// <exception cref="NodeFault">There is none of that name, or its program is not installed.</exception>
    public static ContainerRuntime? Of(JobServices services)
    {
        var setting = services.Runtime;
        if (setting is null or "" or "process")
            return null;
        if (!Names.Contains(setting, StringComparer.Ordinal))
            throw new NodeFault($"runtime \"{setting}\" is not known: \"process\" runs local programs, \"podman\" and \"docker\" run images");
        var path = services.ClientEnvironment.GetValueOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, setting)))
            ? new ContainerRuntime(setting, services)
            : throw new NodeFault($"runtime \"{setting}\": the program {setting} was not found in {path}: install it, or leave --runtime out to run steps as local processes");
    }

    /// <summary>Name of the container of a step.</summary>
    public static string NameOf(string stepId) => "krewe." + string.Create(stepId.Length, stepId, static (name, id) =>
    {
        for (var i = 0; i < id.Length; i++)
            name[i] = char.IsAsciiLetterOrDigit(id[i]) || id[i] is '-' or '_' ? id[i] : '.';
    });

    /// <summary>Command line by which a program runs in the container of a running step.</summary>
    public IReadOnlyList<string> Exec(string stepId, IReadOnlyList<string> command) => [.. Client, "exec", NameOf(stepId), .. command];

    /// <summary>Takes from a container what it left, and removes it.</summary>
    /// <param name="spec">The step, whose client has ended.</param>
    /// <param name="exit">How the client ended.</param>
    /// <param name="view">Knows what is to be taken.</param>
    /// <param name="cancellationToken">Stops; the container stays for the next time.</param>
    /// <returns>How the step ended.</returns>
    public async Task<StepExit> EndAsync(StepSpec spec, StepExit exit, ContainerView view, CancellationToken cancellationToken)
    {
        var name = NameOf(spec.Id);
        var state = await _client.RunAsync(spec, ["inspect", "--type", "container", "--format", "{{.State.Status}} {{.State.OOMKilled}}", name], cancellationToken).ConfigureAwait(false);
        var words = state.Output.Trim().Split(' ');
        var ran = state.IsGood && words[0] is not ("created" or "configured" or "initialized");
        if (ran)
        {
            foreach (var (path, host) in view.CopiedOut)
                await CopyOutAsync(spec, path, host, cancellationToken).ConfigureAwait(false);
        }
        await RemoveAsync(spec, cancellationToken).ConfigureAwait(false);
        if (ran)
            return words is [_, "true", ..] && exit.KilledFor is null ? exit with { OutOfMemory = true } : exit;
        // Clients end with these codes when there was nothing to run: no such image (125), program (127) or right to run it (126).
        return exit is { ExitCode: 125 or 126 or 127, KilledFor: null, StartError: null }
            ? exit with { StartError = $"{Program}: {await ContainerClient.ErrorsAsync(spec.Folder, cancellationToken).ConfigureAwait(false)}", StartErrno = exit.ExitCode == 125 ? 0 : 2 }
            : exit;
    }

    // A path that is not there is for the collector of outputs to report.
    private async Task CopyOutAsync(StepSpec spec, string path, string host, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(host)!, WorkFolders.OwnerOnly);
        WorkFolders.Delete(host);
        File.Delete(host);
        await _client.RunAsync(spec, ["cp", $"{NameOf(spec.Id)}:{path}", host], cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveAsync(StepSpec spec, CancellationToken cancellationToken)
    {
        var name = NameOf(spec.Id);
        // At once: whatever wanted it to end in peace has had its time.
        await _client.RunAsync(spec, ["kill", "--signal", "KILL", name], cancellationToken).ConfigureAwait(false);
        var removed = await _client.RunAsync(spec, ["rm", "--force", "--volumes", name], cancellationToken).ConfigureAwait(false);
        // Also one whose processes died with their supervisor, which podman believes to run: what is left of it is no fault of the step.
        if (!removed.IsGood && !removed.Error.Contains("no such container", StringComparison.OrdinalIgnoreCase) && !removed.Error.Contains("no container with", StringComparison.OrdinalIgnoreCase))
            _warn($"{Program} could not remove container {name}: {removed.Error}");
    }
}
