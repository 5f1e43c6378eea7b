using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Runs;

/// <summary><c>krewe submit</c>: start and, if asked, wait, watch or show logs.</summary>
internal static class SubmitCommand
{
    public static Command Build(CommandBinder binder)
    {
        var files = new Argument<string[]>("FILE") { Description = "Manifests or folders of them; - is the standard input", Arity = ArgumentArity.ZeroOrMore };
        var from = new Option<string?>("--from") { Description = "Submit from a stored template or cron workflow", HelpName = "kind/name" };
        var wait = new Option<bool>("--wait", "-w") { Description = "Wait until the run is over" };
        var watch = new Option<bool>("--watch") { Description = "Follow the run until it is over" };
        var log = new Option<bool>("--log") { Description = "Show the steps' output until the run is over" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be submitted, and stop" };
        var serverDryRun = new Option<bool>("--server-dry-run") { Description = "Have the engine check it, print what it would store, and stop" };
        var strict = new Option<bool>("--strict") { Description = "Refuse unknown keys", DefaultValueFactory = static _ => true };
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var submit = new SubmitFlags();
        var settings = new RunSettingsFlags();
        var command = new Command("submit", "Submit workflows") { files, from, wait, watch, log, dryRun, serverDryRun, strict, output };
        submit.AddTo(command);
        settings.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var runSettings = settings.Read(invocation);
            var options = await submit.ReadAsync(invocation).ConfigureAwait(false);
            var starter = new Starter(invocation, options, runSettings, submit.RequestId(invocation));
            var paths = invocation.Get(files) ?? [];
            var source = invocation.Get(from);
            if (paths.Length == 0 == source is null)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "submit needs files, or --from kind/name, not both");
            }

            var workflows = source is null ? await LoadAsync(starter, paths, lenient: !invocation.Get(strict)).ConfigureAwait(false) : [];
            var format = invocation.Get(output);
            if (invocation.Get(dryRun))
            {
                return DryRun(invocation.Console, workflows, options, source, format);
            }

            var follow = new FollowOptions(invocation.Get(log), invocation.Get(watch), format);
            var stays = invocation.Get(wait) || follow.Watch || follow.Log;
            var connection = await invocation.ConnectAsync(runSettings, sharing: stays ? EngineSharing.Soon : EngineSharing.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var onlyCheck = invocation.Get(serverDryRun);
                var service = connection.Service;
                var started = new List<Workflow>();
                if (source is not null)
                {
                    started.Add(await starter.StartFromAsync(service, source, onlyCheck).ConfigureAwait(false));
                }

                foreach (var workflow in workflows)
                {
                    started.Add(await starter.StartAsync(service, workflow, onlyCheck).ConfigureAwait(false));
                }

                foreach (var workflow in started)
                {
                    Print(invocation.Console, workflow, format);
                }

                if (!stays || onlyCheck)
                {
                    WarnIfAlone(invocation, connection.IsOwn && !onlyCheck, started);
                    return ExitCodes.Success;
                }

                return await FollowAllAsync(invocation, service, started, follow, invocation.Get(wait)).ConfigureAwait(false);
            }
        });
        return command.WithExamples(
            "krewe submit build.yaml -p branch=main",
            "krewe submit --from workflowtemplate/build --watch",
            "krewe submit build.yaml --dry-run -o yaml",
            "cat build.yaml | krewe submit - -o name");
    }

    private static async Task<IReadOnlyList<Workflow>> LoadAsync(Starter starter, string[] files, bool lenient)
    {
        var resources = await starter.LoadAsync(files, lenient).ConfigureAwait(false);
        if (resources.FirstOrDefault(resource => resource is not Workflow) is { } other)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"{other.Kind} {other.Metadata.Name} cannot be submitted; store it first with 'krewe template create', 'cluster-template create' or 'cron create'");
        }

        return [.. resources.Cast<Workflow>()];
    }

    private static int DryRun(CliConsole console, IReadOnlyList<Workflow> workflows, SubmitOptions? options, string? from, string? format)
    {
        if (from is not null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "--dry-run cannot be used with --from; --server-dry-run can");
        }

        foreach (var workflow in workflows)
        {
            Print(console, SubmitChanges.Apply(workflow, options), format);
        }

        return ExitCodes.Success;
    }

    private static void Print(CliConsole console, Workflow workflow, string? format)
    {
        switch (format)
        {
            case "name":
                console.Write(workflow.Metadata.Name ?? workflow.Metadata.GenerateName ?? "");
                break;
            case "json" or "yaml":
                console.WriteRaw(ResourceWriter.Write(workflow, format));
                break;
            default:
                // As Argo's: the workflow as it was taken in. How it goes on from there is for get and watch.
                console.Write(RunReport.Lines(workflow with { Status = null }, console.Settings, output: format));
                break;
        }
    }

    private static void WarnIfAlone(Invocation invocation, bool alone, List<Workflow> started)
    {
        if (alone)
        {
            invocation.Console.Note($"No engine is up: {string.Join(", ", started.Select(workflow => workflow.Metadata.Name))} goes on while one is. Start it with 'krewe server', or follow with 'krewe watch'.");
        }
    }

    private static async Task<int> FollowAllAsync(Invocation invocation, IWorkflowService service, List<Workflow> started, FollowOptions follow, bool quiet)
    {
        var exitCode = ExitCodes.Success;
        foreach (var workflow in started)
        {
            var view = quiet && !follow.Watch ? new QuietView() : follow.View(invocation.Console);
            var follower = new RunFollower(service, invocation.Context);
            var result = await follower.FollowAsync(workflow, view, follow.Log, stopOnInterrupt: false, invocation.CancellationToken).ConfigureAwait(false);
            if (!result.Left && follow.Output is null)
            {
                invocation.Console.Write(RunReport.Lines(result.Workflow, invocation.Console.Settings));
                await follower.ExplainAsync(result.Workflow, invocation.CancellationToken).ConfigureAwait(false);
            }

            exitCode = Math.Max(exitCode, result.ExitCode);
        }

        return exitCode;
    }
}
