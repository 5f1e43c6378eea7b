using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Commands;
using Krewe.Executors.Process.Containers;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <content>Steps in containers of podman or docker.</content>
internal sealed partial class StepBuilder
{
    /// <summary>Folder of a container's files: what was copied out of it.</summary>
    private const string Copies = "copies";

    // An image has its own PATH, HOME and the like.
    private static readonly Dictionary<string, string> ImageEnvironment = [];
    private readonly Dictionary<string, ContainerView> _images = new(StringComparer.Ordinal);

    /// <summary>Command line by which a program runs beside a step's own.</summary>
    public IReadOnlyList<string> Beside(StepSpec step, IReadOnlyList<string> command) => runtime?.Exec(step.Id, command) ?? command;

    /// <summary>Takes from an ended step what it left where the host cannot see it.</summary>
    public Task<StepExit> EndAsync(StepSpec step, StepExit exit, CancellationToken cancellationToken) =>
        runtime is null ? Task.FromResult(exit) : runtime.EndAsync(step, exit, _images[step.Id], cancellationToken);

    private StepSpec InContainer(StepSpec spec, Container container, ContainerEnvironment environment, ContainerView view, string shared, int retry)
    {
        if (string.IsNullOrEmpty(container.Image))
            throw new NodeFault($"the step gives no image, which {runtime!.Program} needs");
        view.Bind(shared, shared);
        List<string> command = [.. (container.Command ?? []).Select(environment.Expand)];
        List<string> arguments = [.. (container.Args ?? []).Select(environment.Expand)];
        if (container is ScriptTemplate { Source.Length: > 0 } script)
            arguments.Add(WriteScript(script, shared, retry));
        List<string> argv = [.. runtime!.Client, "run", "--name", ContainerRuntime.NameOf(spec.Id)];
        argv.AddRange(ContainerFlags.Of(container, work.Template.SecurityContext, spec.MemoryBytes, spec.MilliCpu));
        argv.AddRange(view.Flags);
        var client = new Dictionary<string, string>(runtime.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in environment.Values)
        {
            // By name alone, so that no list of processes shows a value; but what is the client's own must not change.
            argv.AddRange(["--env", client.TryAdd(name, value) ? name : $"{name}={value}"]);
        }
        // As in Kubernetes: a command takes the place of the image's entrypoint and of its default arguments.
        if (command.Count > 0)
            argv.AddRange(["--entrypoint", command[0]]);
        argv.Add(container.Image);
        argv.AddRange(command.Skip(1));
        argv.AddRange(arguments);
        _images[spec.Id] = view;
        return spec with { Argv = argv, Env = [.. client.Select(v => $"{v.Key}={v.Value}")], MemoryBytes = 0, MilliCpu = 0 };
    }
}
