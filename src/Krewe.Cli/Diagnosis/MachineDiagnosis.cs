using System.Runtime.InteropServices;
using Krewe.Executors.Process;

namespace Krewe.Cli.Diagnosis;

/// <summary>Looks at what this machine can do for steps.</summary>
/// <param name="run">Runs a program: its first line, or null when it is not there or fails.</param>
internal sealed class MachineDiagnosis(Func<IReadOnlyList<string>, CancellationToken, Task<string?>> run)
{
    private static readonly string[] Runtimes = ["podman", "docker"];

    public async IAsyncEnumerable<Finding> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Runtime();
        yield return Supervisor();
        yield return await ViewsAsync(cancellationToken).ConfigureAwait(false);
        yield return await ContainersAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Finding Runtime()
    {
        const string Name = "machine";
        var what = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors";
        return OperatingSystem.IsLinux() ? Finding.Good(Name, what) : Finding.Failed(Name, $"{what}: steps run as processes of Linux", "run the server on Linux; commands can talk to it from here (--server)");
    }

    private static Finding Supervisor() => ProcessAbilities.HasSupervisor
        ? Finding.Good("supervisor", "krewe-exec is there: steps outlive a restart of the server")
        : Finding.Failed("supervisor", "krewe-exec is not beside the program: no step can start", "install all files of the release, or build it with eng/build-exec.sh");

    private async Task<Finding> ViewsAsync(CancellationToken cancellationToken)
    {
        const string Name = "private views";
        var (views, processes) = (ProcessAbilities.ViewCommand(withProcesses: false), ProcessAbilities.ViewCommand(withProcesses: true));
        if (await run([.. processes, "true"], cancellationToken).ConfigureAwait(false) is not null)
        {
            return Finding.Good(Name, "each step has a /tmp and paths of its own, and none is left behind when the supervisor dies");
        }

        const string Advice = "install unshare (util-linux) and allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), or run the server as root";
        return await run([.. views, "true"], cancellationToken).ConfigureAwait(false) is not null
            ? Finding.Warning(Name, "each step has a /tmp and paths of its own, but no namespace of processes: what a step leaves running is only found by its process group", Advice)
            : Finding.Warning(Name, "steps share /tmp and all paths of this machine: those that write the same path disturb each other, and mounts over paths that exist fail", Advice);
    }

    private async Task<Finding> ContainersAsync(CancellationToken cancellationToken)
    {
        const string Name = "containers";
        foreach (var runtime in Runtimes)
        {
            // Asks the runtime, not only its client: what cannot be used from here is as good as not there.
            if (await run([runtime, "info"], cancellationToken).ConfigureAwait(false) is not null)
            {
                return Finding.Good(Name, $"{runtime} works: --runtime {runtime} runs steps in their images");
            }
        }

        return Finding.Skipped(Name, "neither podman nor docker can be used: steps run as processes with the programs of this machine, not those of their images");
    }
}
