using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Cli.Commands.Runs;

/// <summary><c>krewe queue</c>: what a run and its nodes wait for; without one, what all that wait do.</summary>
internal static class QueueCommand
{
    public static Command Build(CommandBinder binder)
    {
        var name = new Argument<string?>("WORKFLOW") { Description = "Name of the run; @latest is the newest one; none for all that wait", Arity = ArgumentArity.ZeroOrOne };
        var allNamespaces = CommonOptions.AllNamespaces();
        var output = CommonOptions.Output("json");
        var command = new Command("queue", "Tell what runs wait for; of one run, what each of its nodes waits for") { name, allNamespaces, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var asJson = invocation.Get(output) == "json";
                if (invocation.Get(name) is { } run)
                {
                    var waiting = await connection.Service.GetWaitingAsync(invocation.Run(run), cancellationToken: invocation.CancellationToken).ConfigureAwait(false);
                    Write(invocation.Console, asJson ? JsonSerializer.Serialize(waiting, WireJson.Default.RunWaiting) : null, () => Lines(waiting, invocation.Now));
                }
                else
                {
                    var space = invocation.Get(allNamespaces) ? Namespaces.All : invocation.Namespace;
                    var queue = await connection.Service.ListQueueAsync(new QueueQuery { Namespace = space }, invocation.CancellationToken).ConfigureAwait(false);
                    Write(invocation.Console, asJson ? JsonSerializer.Serialize(queue, WireJson.Default.QueuePage) : null, () => Lines(queue, invocation.Now));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe queue -A", "krewe queue @latest", "krewe queue build-x7k2p -o json");
    }

    private static void Write(CliConsole console, string? json, Func<IEnumerable<StyledLine>> lines)
    {
        if (json is not null)
        {
            console.WriteRaw(json + "\n");
        }
        else
        {
            console.Write(lines());
        }
    }

    private static IEnumerable<StyledLine> Lines(RunWaiting run, DateTimeOffset now)
    {
        if (run.Waits.Count == 0)
        {
            yield return $"{run.Name} is {run.Phase} and waits for nothing";
        }

        foreach (var wait in run.Waits)
        {
            var times = new[] { wait.Since is { } since ? $"for {Humanize.ShortDuration(now - since)}" : null, wait.Until is { } until && until > now ? $"{Humanize.ShortDuration(until - now)} to go" : null };
            var when = string.Join(", ", times.OfType<string>());
            yield return $"{wait.NodeName ?? wait.NodeId ?? run.Name}: {wait.Reason}{(when.Length > 0 ? $" ({when})" : "")}";
            yield return $"  {wait.Message}";
            foreach (var holder in wait.Holders ?? [])
            {
                yield return $"  held by {holder.Holder} for {Humanize.ShortDuration(now - holder.Since)}";
            }
        }
    }

    private static IEnumerable<StyledLine> Lines(QueuePage queue, DateTimeOffset now)
    {
        if (queue.Items.Count == 0)
        {
            return ["Nothing waits"];
        }

        var table = new TextTable(gap: 3);
        table.Add("NAMESPACE", "NAME", "WAITS", "REASON", "PLACE", "PRIORITY", "MESSAGE");
        foreach (var entry in queue.Items)
        {
            var wait = entry.Waiting;
            table.Add(
                entry.Namespace,
                entry.Name,
                Humanize.ShortDuration(now - (wait.Since ?? entry.CreatedAt)),
                wait.Reason.ToString(),
                wait.Position is { } position ? $"{position}/{wait.QueueLength}" : "",
                $"{entry.Priority}",
                wait.Message);
        }

        return table.Lines();
    }
}
