using System.CommandLine;
using Krewe.Cli.Commands.Runs;
using Krewe.Client;

namespace Krewe.Cli.Commands.Steering;

internal static class DeleteCommand
{
    public static Command Build(CommandBinder binder)
    {
        var names = CommonOptions.RunNames(ArgumentArity.ZeroOrMore);
        var all = new Option<bool>("--all") { Description = "All runs of the namespace (with -l: all that match)" };
        var force = new Option<bool>("--force") { Description = "Delete the run and leave the artifacts that its artifactGC would delete" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would be deleted" };
        var filter = new RunFilter();
        var command = new Command("delete", "Delete runs with all they wrote") { names, all, force, dryRun };
        filter.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var given = invocation.Get(names)!;
            var selects = invocation.Get(all) || filter.IsGiven(invocation);
            if (given.Length == 0 && !selects)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "nothing to delete: name runs, or select them with --all, --completed, --older, --prefix, --status or -l");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var selected = selects ? await filter.FindAsync(invocation, connection.Service).ConfigureAwait(false) : [];
                var runs = given.Select(invocation.Run).Concat(selected.Select(workflow => new RunRef(workflow.Metadata.Namespace ?? invocation.Namespace, workflow.Metadata.Name ?? "", workflow.Metadata.Uid)));
                foreach (var run in runs)
                {
                    invocation.Console.Write(invocation.Get(dryRun)
                        ? $"Workflow '{run.Name}' deleted (dry-run)"
                        : await DeleteAsync(connection.Service, run, invocation.Get(force), invocation.CancellationToken).ConfigureAwait(false));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe delete build-x7k2p", "krewe delete --completed --older 7d", "krewe delete --prefix nightly- --dry-run");
    }

    private static async Task<string> DeleteAsync(IWorkflowService service, RunRef run, bool force, CancellationToken cancellationToken)
    {
        try
        {
            if (run.Name == RunRef.Latest)
            {
                var newest = await service.GetAsync(run, cancellationToken).ConfigureAwait(false);
                run = run with { Name = newest.Metadata.Name!, Uid = newest.Metadata.Uid };
            }

            await service.DeleteAsync(run, new DeleteOptions { Force = force }, cancellationToken).ConfigureAwait(false);
            return $"Workflow '{run.Name}' deleted";
        }
        catch (KreweException exception) when (exception.Code == KreweErrorCode.NotFound)
        {
            // Gone is what was asked for, as argo sees it.
            return $"Workflow '{run.Name}' not found";
        }
    }
}
