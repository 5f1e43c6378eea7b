using System.CommandLine;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Runs;

/// <summary>Flags that pick runs, for <c>list</c> and the commands that act on many.</summary>
internal sealed class RunFilter
{
    private const string PreviousLabel = "workflows.argoproj.io/resubmitted-from-workflow";
    private const int PageSize = 500;

    private readonly Option<string[]> _status = new("--status") { Description = "Only in these phases: Pending, Running, Succeeded, Failed, Error (by comma)", HelpName = "phases" };
    private readonly Option<bool> _running = new("--running") { Description = "Only those going on" };
    private readonly Option<bool> _completed = new("--completed") { Description = "Only those that are over" };
    private readonly Option<bool> _resubmitted = new("--resubmitted") { Description = "Only those that were resubmitted" };
    private readonly Option<TimeSpan?> _since = CommonOptions.Duration("--since", "Only those newer than this (1h, 2d)");
    private readonly Option<TimeSpan?> _older = CommonOptions.Duration("--older", "Only those finished longer ago than this (1h, 2d)");
    private readonly Option<string?> _prefix = new("--prefix") { Description = "Only those whose name starts so", HelpName = "text" };
    private readonly Option<string?> _labels = CommonOptions.LabelSelector();
    private readonly Option<string?> _fields = CommonOptions.FieldSelector();
    private readonly Option<string?> _filter = CommonOptions.Filter();
    private readonly Option<bool> _allNamespaces = CommonOptions.AllNamespaces();
    private readonly Option<int> _chunk = new("--chunk-size", "--query-chunk-size") { Description = "Runs asked for at a time", HelpName = "number" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _status, _running, _completed, _resubmitted, _since, _older, _prefix, _labels, _fields, _filter, _allNamespaces, _chunk })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any flag narrows the choice.</summary>
    public bool IsGiven(Invocation invocation) =>
        new Option[] { _status, _running, _completed, _resubmitted, _since, _older, _prefix, _labels, _fields, _filter }.Any(invocation.Has);

    public bool AllNamespaces(Invocation invocation) => invocation.Get(_allNamespaces);

    /// <summary>Every run that passes, newest first.</summary>
    public async Task<IReadOnlyList<Workflow>> FindAsync(Invocation invocation, IWorkflowService service, bool nodes = false)
    {
        var query = Query(invocation) with { IncludeNodes = nodes };
        var found = new List<Workflow>();
        do
        {
            var page = await service.ListAsync(query, invocation.CancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Where(workflow => Passes(invocation, workflow)));
            query = query with { Continue = page.Metadata.Continue };
        }
        while (query.Continue is { Length: > 0 });

        return found;
    }

    private ListRunsQuery Query(Invocation invocation)
    {
        var labels = new List<string>();
        if (invocation.Get(_labels) is { Length: > 0 } given)
        {
            labels.Add(given);
        }

        if (invocation.Get(_completed))
        {
            labels.Add("workflows.argoproj.io/completed=true");
        }

        if (invocation.Get(_running))
        {
            labels.Add("workflows.argoproj.io/completed!=true");
        }

        if (invocation.Get(_resubmitted))
        {
            labels.Add(PreviousLabel);
        }

        return new ListRunsQuery
        {
            Namespace = AllNamespaces(invocation) ? Namespaces.All : invocation.Namespace,
            LabelSelector = labels.Count == 0 ? null : string.Join(',', labels),
            FieldSelector = invocation.Get(_fields),
            Filter = invocation.Get(_filter),
            Phases = Phases(invocation),
            Name = invocation.Get(_prefix),
            CreatedAfter = invocation.Get(_since) is { } since ? invocation.Now - since : null,
            FinishedBefore = invocation.Get(_older) is { } older ? invocation.Now - older : null,
            Limit = invocation.Get(_chunk) is > 0 and var size ? size : PageSize,
        };
    }

    private string[] Phases(Invocation invocation)
    {
        var phases = (invocation.Get(_status) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        foreach (var phase in phases)
        {
            if (phase is not (WorkflowPhase.Pending or WorkflowPhase.Running or WorkflowPhase.Succeeded or WorkflowPhase.Failed or WorkflowPhase.Error))
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"--status: \"{phase}\" is no phase; there are Pending, Running, Succeeded, Failed and Error");
            }
        }

        return phases;
    }

    /// <summary>An older server may not know every filter.</summary>
    private bool Passes(Invocation invocation, Workflow workflow) =>
        (invocation.Get(_older) is not { } older || workflow.Status?.FinishedAt <= invocation.Now - older)
        && (invocation.Get(_since) is not { } since || workflow.Metadata.CreationTimestamp is not { } created || created >= invocation.Now - since)
        && (invocation.Get(_prefix) is not { } prefix || (workflow.Metadata.Name ?? "").StartsWith(prefix, StringComparison.Ordinal));
}
