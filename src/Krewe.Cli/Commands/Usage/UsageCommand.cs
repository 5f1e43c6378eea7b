using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Usage;

/// <summary><c>krewe usage</c>: who used how much.</summary>
internal sealed class UsageCommand : ICommandGroup
{
    private readonly Option<string?> _from = new("--from") { Description = "First day (UTC), such as 2026-01-01; default: 30 days in all", HelpName = "day" };
    private readonly Option<string?> _to = new("--to") { Description = "Last day (UTC), which is part of the answer; default: today", HelpName = "day" };
    private readonly Option<string[]> _by = new("--by") { Description = $"What usage is told apart by, up to {UsageQuery.MostGroupings}: {string.Join(", ", UsageGroupings.All)}, {UsageGroupings.LabelPrefix}KEY (default: namespace)", HelpName = "what" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Only usage that the filter language finds (folder:team template:build* creator:ann)", HelpName = "filter" };
    private readonly Option<int> _limit = new("--limit") { Description = "Most groups shown; the total is of all", HelpName = "number", DefaultValueFactory = _ => 1000 };
    private readonly Option<bool> _allNamespaces = CommonOptions.AllNamespaces();
    private readonly Option<string?> _output = CommonOptions.Output("table", "json", "csv");

    public IEnumerable<Command> Build(CommandBinder binder)
    {
        var command = new Command("usage", "Show who used how much: runs, steps, time and resources") { _from, _to, _by, _filter, _limit, _allNamespaces, _output };
        binder.Bind(command, async invocation =>
        {
            var query = QueryOf(invocation);
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                Write(invocation, await connection.Service.GetUsageAsync(query, invocation.CancellationToken).ConfigureAwait(false));
                return ExitCodes.Success;
            }
        });
        return
        [
            command.WithExamples(
                "krewe usage -A --from 2026-01-01 --to 2026-01-31", "krewe usage --by week --by template", "krewe usage -A --by folder --filter folder:team -o csv", "krewe usage --by creator,month -o json"),
        ];
    }

    private UsageQuery QueryOf(Invocation invocation) => new()
    {
        From = Day(invocation, _from),
        To = Day(invocation, _to),
        By = invocation.Get(_by) is { Length: > 0 } by ? [.. by.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries))] : [UsageGroupings.Namespace],
        Namespace = invocation.Get(_allNamespaces) ? Namespaces.All : invocation.Namespace,
        Filter = invocation.Get(_filter),
        Limit = invocation.Get(_limit) is var limit and > 0 ? limit : throw Wrong($"--limit: {invocation.Get(_limit)} is not a number of groups"),
    };

    private void Write(Invocation invocation, UsageReport report)
    {
        switch (invocation.Get(_output))
        {
            case "json":
                invocation.Console.WriteRaw(JsonSerializer.Serialize(report, WireJson.Default.UsageReport) + "\n");
                break;
            case "csv":
                invocation.Console.WriteRaw(UsageCsv.Of(report));
                break;
            default:
                invocation.Console.Write(UsageTable.Of(report));
                break;
        }

        if (!report.IsWhole)
        {
            invocation.Console.Note($"There are more groups than the {report.Items.Count} shown; --limit, --filter or coarser groups show the rest.");
        }

        if (report.Since > new DateTimeOffset(report.From, TimeOnly.MinValue, TimeSpan.Zero))
        {
            invocation.Console.Note($"Usage is counted since {report.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}; of runs that ended before, no more than their number and time can be known.");
        }
    }

    private static DateOnly? Day(Invocation invocation, Option<string?> option)
    {
        if (invocation.Get(option) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Wrong($"{option.Name}: \"{text}\" is not a day such as 2026-01-31");
    }

    private static KreweException Wrong(string message) => new(KreweErrorCode.InvalidArgument, message);
}
