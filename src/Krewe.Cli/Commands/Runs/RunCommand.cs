using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Runs;

/// <summary><c>krewe run</c>: submit, follow to the end, tell how it went.</summary>
internal static class RunCommand
{
    public static Command Build(CommandBinder binder)
    {
        var files = new Argument<string[]>("FILE") { Description = "Manifests or folders of them; - is the standard input", Arity = ArgumentArity.ZeroOrMore };
        var from = new Option<string?>("--from") { Description = "Start a stored template or cron workflow instead of a file", HelpName = "kind/name" };
        var log = new Option<bool>("--log") { Description = "Show the steps' output as it is written" };
        var watch = new Option<bool>("--watch") { Description = "Show the tree live (the default on a terminal)" };
        var lenient = new Option<bool>("--lenient") { Description = "Unknown keys are warnings, old fields are converted" };
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var submit = new SubmitFlags();
        var settings = new RunSettingsFlags();
        var command = new Command("run", "Submit workflows and follow them to the end; exit code 0 if they succeed, 1 if not")
        {
            files, from, log, watch, output, lenient,
        };
        submit.AddTo(command);
        settings.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var runSettings = settings.Read(invocation);
            var options = await submit.ReadAsync(invocation).ConfigureAwait(false);
            var starter = new Starter(invocation, options, runSettings, submit.RequestId(invocation));
            var follow = new FollowOptions(invocation.Get(log), invocation.Get(watch), invocation.Get(output));
            return await RunAsync(invocation, starter, runSettings, invocation.Get(files) ?? [], invocation.Get(from), invocation.Get(lenient), follow).ConfigureAwait(false);
        });
        return command.WithExamples(
            "krewe run samples/hello.yaml",
            "krewe run build.yaml -p branch=main --log",
            "krewe run templates/ pipeline.yaml --secrets ./secrets",
            "krewe run --from workflowtemplate/build -p branch=main",
            "krewe run train.yaml --shim python:3.12=python3 -o json");
    }

    private static async Task<int> RunAsync(
        Invocation invocation, Starter starter, RunSettings? settings, string[] files, string? from, bool lenient, FollowOptions follow)
    {
        if (files.Length == 0 == from is null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "run needs files, or --from kind/name, not both");
        }

        // Files are read before anything is started: a mistake costs no engine.
        var resources = from is null ? await starter.LoadAsync(files, lenient, asArgo: false).ConfigureAwait(false) : [];
        if (from is null && !resources.OfType<Workflow>().Any())
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"no Workflow in {string.Join(", ", files)}: there is nothing to run (submit --from runs a template)");
        }

        var connection = await invocation.ConnectAsync(settings, sharing: EngineSharing.Soon).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var service = connection.Service;
            foreach (var definition in resources.Where(resource => resource is not Workflow))
            {
                await starter.StoreAsync(service, definition).ConfigureAwait(false);
            }

            if (from is not null)
            {
                return await FollowAsync(invocation, service, await starter.StartFromAsync(service, from).ConfigureAwait(false), follow).ConfigureAwait(false);
            }

            var exitCode = ExitCodes.Success;
            foreach (var workflow in resources.OfType<Workflow>())
            {
                var started = await starter.StartAsync(service, workflow).ConfigureAwait(false);
                exitCode = Math.Max(exitCode, await FollowAsync(invocation, service, started, follow).ConfigureAwait(false));
                if (exitCode == ExitCodes.Interrupted)
                {
                    break;
                }
            }

            return exitCode;
        }
    }

    private static async Task<int> FollowAsync(Invocation invocation, IWorkflowService service, Workflow started, FollowOptions options)
    {
        var console = invocation.Console;
        var follower = new RunFollower(service, invocation.Context);
        var quiet = options.Output is "name" or "json" or "yaml";
        if (!quiet)
        {
            console.Note($"{started.Metadata.Name} submitted.");
        }

        var result = await follower.FollowAsync(started, options.View(console), options.Log && !quiet, stopOnInterrupt: true, invocation.CancellationToken).ConfigureAwait(false);
        if (result.Left)
        {
            return result.ExitCode;
        }

        switch (options.Output)
        {
            case "name":
                console.Write(result.Workflow.Metadata.Name ?? "");
                break;
            case "json" or "yaml":
                console.WriteRaw(ResourceWriter.Write(result.Workflow, options.Output));
                break;
            default:
                console.Write(RunReport.Lines(result.Workflow, console.Settings, output: options.Output));
                await follower.ExplainAsync(result.Workflow, invocation.CancellationToken).ConfigureAwait(false);
                break;
        }

        return result.ExitCode;
    }
}
