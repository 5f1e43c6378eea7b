using System.CommandLine;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Steering;

/// <summary>A command that does one thing to each of the runs named or selected.</summary>
internal sealed class ActOnRuns : Command
{
    private const int PageSize = 500;

    private readonly string _done;
    private readonly Argument<string[]> _names = CommonOptions.RunNames(ArgumentArity.ZeroOrMore);
    private readonly Option<string?> _labels = CommonOptions.LabelSelector();
    private readonly Option<string?> _fields = CommonOptions.FieldSelector();
    private readonly Option<string?> _filter = CommonOptions.Filter();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would be done" };

    public ActOnRuns(string name, string description, string done) : base(name, description)
    {
        _done = done;
        Arguments.Add(_names);
        Options.Add(_labels);
        Options.Add(_fields);
        Options.Add(_filter);
        Options.Add(_dryRun);
    }

    public void BindTo(CommandBinder binder, Func<IWorkflowService, RunRef, Invocation, Task<Workflow>> act) => binder.Bind(this, async invocation =>
    {
        var names = invocation.Get(_names)!;
        var bySelector = invocation.Get(_labels) is not null || invocation.Get(_fields) is not null || invocation.Get(_filter) is not null;
        if (names.Length == 0 && !bySelector)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"requires either selector or workflow: name the runs to {Name}, or select them with -l, --field-selector or --filter");
        }

        if (invocation.Get(_dryRun) && !bySelector)
        {
            foreach (var name in names)
            {
                invocation.Console.Write($"workflow {name} {_done} (dry-run)");
            }

            return ExitCodes.Success;
        }

        var connection = await invocation.ConnectAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var selected = bySelector ? await SelectAsync(invocation, connection.Service).ConfigureAwait(false) : [];
            foreach (var run in names.Select(invocation.Run).Concat(selected))
            {
                if (invocation.Get(_dryRun))
                {
                    invocation.Console.Write($"workflow {run.Name} {_done} (dry-run)");
                    continue;
                }

                var workflow = await act(connection.Service, run, invocation).ConfigureAwait(false);
                invocation.Console.Write($"workflow {workflow.Metadata.Name ?? run.Name} {_done}");
            }

            return ExitCodes.Success;
        }
    });

    /// <summary>Runs that are over are left out: there is nothing to do to them.</summary>
    private async Task<IReadOnlyList<RunRef>> SelectAsync(Invocation invocation, IWorkflowService service)
    {
        var query = new ListRunsQuery
        {
            Namespace = invocation.Namespace,
            LabelSelector = string.Join(',', new[] { invocation.Get(_labels), "workflows.argoproj.io/completed!=true" }.Where(part => part is { Length: > 0 })),
            FieldSelector = invocation.Get(_fields),
            Filter = invocation.Get(_filter),
            Limit = PageSize,
        };
        var runs = new List<RunRef>();
        do
        {
            var page = await service.ListAsync(query, invocation.CancellationToken).ConfigureAwait(false);
            runs.AddRange(page.Items.Select(workflow => new RunRef(workflow.Metadata.Namespace ?? invocation.Namespace, workflow.Metadata.Name ?? "", workflow.Metadata.Uid)));
            query = query with { Continue = page.Metadata.Continue };
        }
        while (query.Continue is { Length: > 0 });

        return runs;
    }
}
