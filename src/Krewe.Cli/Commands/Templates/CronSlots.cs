using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Templates;

/// <summary><c>cron slots</c>: what became of every moment at which a cron workflow was due.</summary>
internal static class CronSlots
{
    private const int DefaultLimit = 20;

    public static Command Build(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the cron workflow" };
        var limit = new Option<int>("--limit") { Description = "At most so many slots, the latest first", HelpName = "count", DefaultValueFactory = static _ => DefaultLimit };
        var outcome = new Option<string?>("--outcome") { Description = "Only slots with this outcome", HelpName = "outcome" };
        outcome.AcceptOnlyFromAmong("started", "skipped", "missed", "failed");
        var output = CommonOptions.Output("json", "wide");
        var command = new Command("slots", "Show what became of each moment at which a cron workflow was due") { name, limit, outcome, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var query = new CronSlotsQuery(invocation.Namespace, invocation.Get(name)!) { Limit = invocation.Get(limit) };
                var page = await FindAsync(connection.Service, query, invocation.Get(outcome), invocation.CancellationToken).ConfigureAwait(false);
                if (invocation.Get(output) == "json")
                {
                    invocation.Console.Write(JsonSerializer.Serialize(page, WireJson.Default.CronSlotPage));
                }
                else
                {
                    invocation.Console.Write(Lines(page));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe cron slots nightly", "krewe cron slots nightly --outcome missed --limit 100");
    }

    private static async Task<CronSlotPage> FindAsync(IWorkflowService service, CronSlotsQuery query, string? outcome, CancellationToken cancellationToken)
    {
        var found = new List<CronSlotEntry>();
        CronSlotPage page;
        do
        {
            page = await service.ListCronSlotsAsync(outcome is null ? query : query with { Limit = 0 }, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Where(slot => outcome is null || string.Equals(slot.Outcome, outcome, StringComparison.OrdinalIgnoreCase)));
            query = query with { Before = page.Continue };
        }
        while (page.Continue is not null && found.Count < query.Limit);

        return page with { Items = [.. found.Take(query.Limit)] };
    }

    private static IEnumerable<StyledLine> Lines(CronSlotPage page)
    {
        var table = new TextTable(gap: 3);
        table.Add("DUE", "OUTCOME", "RUN", "REASON");
        foreach (var due in page.Upcoming.Reverse())
        {
            table.Add(Time(due), "Upcoming", "-", "");
        }

        foreach (var slot in page.Items)
        {
            table.Add(Time(slot.DueAt), slot.Outcome, slot.RunName ?? "-", slot.Reason ?? "");
        }

        foreach (var line in table.Lines())
        {
            yield return line;
        }

        yield return $"In the ledger: {(page.Totals.Count == 0 ? "no slots yet" : string.Join(", ", page.Totals.OrderBy(total => total.Key, StringComparer.Ordinal).Select(total => $"{total.Value} {total.Key}")))}";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
