using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Audit;

/// <summary><c>krewe audit</c>: who changed what.</summary>
internal sealed class AuditCommand : ICommandGroup
{
    private readonly Argument<string?> _id = new("CHANGE") { Description = "Id of one change, to see what was asked and the object before and after", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _actor = new("--actor") { Description = "Only by this token or user", HelpName = "name" };
    private readonly Option<string?> _action = new("--action") { Description = "Only of this sort, such as create, stop or delete", HelpName = "action" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only of objects of this kind, such as workflows, workflowtemplates or tokens", HelpName = "kind" };
    private readonly Option<string?> _name = new("--name") { Description = "Only of objects of this name", HelpName = "name" };
    private readonly Option<string?> _outcome = new("--outcome") { Description = "Only what was Done, Refused or Failed, or is Pending", HelpName = "outcome" };
    private readonly Option<TimeSpan?> _since = CommonOptions.Duration("--since", "Only those newer than this (1h, 2d)");
    private readonly Option<bool> _allNamespaces = CommonOptions.AllNamespaces();
    private readonly Option<int> _limit = new("--limit") { Description = "Most changes shown", HelpName = "number", DefaultValueFactory = _ => 100 };
    private readonly Option<string?> _output = CommonOptions.Output("json", "wide");

    public IEnumerable<Command> Build(CommandBinder binder)
    {
        var command = new Command("audit", "Show who changed what, the latest first") { _id, _actor, _action, _kind, _name, _outcome, _since, _allNamespaces, _limit, _output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (invocation.Get(_id) is { } id)
                {
                    var change = await connection.Service.GetAuditAsync(id, invocation.CancellationToken).ConfigureAwait(false);
                    invocation.Console.WriteRaw(JsonSerializer.Serialize(change, WireJson.Default.AuditEntry) + "\n");
                    return ExitCodes.Success;
                }

                await ListAsync(invocation, connection.Service).ConfigureAwait(false);
                return ExitCodes.Success;
            }
        });
        return [command.WithExamples("krewe audit -A --since 1d", "krewe audit --name nightly --kind cronworkflows", "krewe audit --outcome Refused -o json", "krewe audit 01a2159eda99798aae5ddc6651d3b288")];
    }

    private async Task ListAsync(Invocation invocation, IWorkflowService service)
    {
        var most = invocation.Get(_limit);
        var query = new AuditQuery
        {
            Namespace = invocation.Get(_allNamespaces) ? Namespaces.All : invocation.Namespace,
            Actor = invocation.Get(_actor),
            Action = invocation.Get(_action),
            Kind = invocation.Get(_kind),
            Name = invocation.Get(_name),
            Outcome = invocation.Get(_outcome),
            From = invocation.Get(_since) is { } since ? invocation.Now - since : null,
            Limit = most,
        };
        var changes = new List<AuditEntry>();
        do
        {
            var page = await service.ListAuditAsync(query, invocation.CancellationToken).ConfigureAwait(false);
            changes.AddRange(page.Items);
            query = query with { Cursor = page.Cursor };
        }
        while (query.Cursor is not null && changes.Count < most);

        Write(invocation, [.. changes.Take(most)]);
    }

    private void Write(Invocation invocation, List<AuditEntry> changes)
    {
        if (invocation.Get(_output) == "json")
        {
            invocation.Console.WriteRaw(JsonSerializer.Serialize(new AuditPage { Items = changes }, WireJson.Default.AuditPage) + "\n");
            return;
        }

        var wide = invocation.Get(_output) == "wide";
        var table = new TextTable(gap: 3);
        table.Add([.. wide ? ["ID"] : Array.Empty<StyledLine>(), "AGE", "ACTOR", "ACTION", "KIND", "NAMESPACE", "NAME", "OUTCOME", "MESSAGE"]);
        foreach (var change in changes)
        {
            table.Add(
            [
                .. wide ? [change.Id] : Array.Empty<StyledLine>(),
                Humanize.ShortDuration(invocation.Now - change.At),
                change.Via == Actor.Network ? change.Actor : $"{change.Actor} ({change.Via})",
                change.Action,
                change.Kind,
                change.Namespace ?? "",
                change.Name ?? "",
                change.Outcome,
                (change.Message ?? "").ReplaceLineEndings(" "),
            ]);
        }

        invocation.Console.Write(table.Lines());
    }
}
