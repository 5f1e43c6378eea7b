using System.CommandLine;
using System.Globalization;
using Krewe.Cli.Engine;
using Krewe.Cli.Following;
using Krewe.Client;

namespace Krewe.Cli.Commands.Runs;

internal static class LogsCommand
{
    public static Command Build(CommandBinder binder)
    {
        var name = CommonOptions.RunName();
        var node = new Argument<string?>("POD") { Description = "Only this step: pod name, node ID or name", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on while the run goes on" };
        var container = new Option<string>("--container", "-c") { Description = "Container of the steps", DefaultValueFactory = static _ => "main", HelpName = "name" };
        var grep = new Option<string?>("--grep") { Description = "Only lines that match", HelpName = "regex" };
        var since = CommonOptions.Duration("--since", "Only lines newer than this (30s, 2h)");
        var sinceTime = new Option<string?>("--since-time") { Description = "Only lines from this time on (RFC 3339)", HelpName = "time" };
        var tail = new Option<long?>("--tail") { Description = "Only the last lines of each step", HelpName = "lines" };
        var timestamps = new Option<bool>("--timestamps") { Description = "With the time each line was written" };
        var selector = CommonOptions.LabelSelector();
        var previous = new Option<bool>("--previous", "-p") { Hidden = true };
        var command = new Command("logs", "Show what steps wrote, merged by time") { name, node, follow, container, grep, since, sinceTime, tail, timestamps, selector, previous };
        binder.Bind(command, async invocation =>
        {
            var query = new LogQuery
            {
                Run = invocation.Run(invocation.Get(name)!),
                Node = invocation.Get(node),
                Container = invocation.Get(container)!,
                Follow = invocation.Get(follow),
                Grep = invocation.Get(grep),
                TailLines = invocation.Get(tail) is >= 0 and var lines ? lines : null,
                Since = Since(invocation.Get(since), invocation.Get(sinceTime), invocation.Now),
                Selector = invocation.Get(selector),
            };
            var connection = await invocation.ConnectAsync(sharing: query.Follow ? EngineSharing.Soon : EngineSharing.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var writer = new LogWriter(invocation.Console, invocation.Get(timestamps));
                await foreach (var line in connection.Service.ReadLogsAsync(query, invocation.CancellationToken).ConfigureAwait(false))
                {
                    writer.Write(line);
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples(
            "krewe logs @latest -f",
            "krewe logs build-x7k2p build-x7k2p-compile-1234567890 --tail 50",
            "krewe logs @latest --grep 'error|warn' --timestamps");
    }

    private static DateTimeOffset? Since(TimeSpan? since, string? time, DateTimeOffset now)
    {
        if (since is not null && time is not null)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "--since and --since-time cannot be used together");
        }

        if (time is null)
        {
            return now - since;
        }

        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"--since-time: \"{time}\" is not an RFC 3339 time");
    }
}
