using System.CommandLine;
using System.Globalization;
using Krewe.Cli.Rendering;
using Krewe.Client;

namespace Krewe.Cli.Commands.Sync;

/// <summary><c>krewe sync</c>: limits of semaphores, and who holds and waits for locks.</summary>
internal sealed class SyncCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        new Command("sync", "Limits of semaphores, and who holds and waits for locks")
        {
            Limit(binder, "create", "Make the limit of a semaphore", hasNumber: true, async (service, limit, token) => Said(await service.CreateSyncLimitAsync(limit, token).ConfigureAwait(false), "created")),
            Limit(binder, "get", "Show the limit of a semaphore", hasNumber: false, async (service, limit, token) => Shown(await service.GetSyncLimitAsync(limit, token).ConfigureAwait(false))),
            Limit(binder, "update", "Change the limit of a semaphore; who waits and may go on does", hasNumber: true, async (service, limit, token) => Said(await service.UpdateSyncLimitAsync(limit, token).ConfigureAwait(false), "updated")),
            Limit(binder, "delete", "Take the limit of a semaphore away", hasNumber: false, async (service, limit, token) =>
            {
                await service.DeleteSyncLimitAsync(limit, token).ConfigureAwait(false);
                return $"Sync limit {limit.Key} in namespace {limit.Namespace} deleted";
            }),
            List(binder),
        },
    ];

    private static Command Limit(CommandBinder binder, string name, string description, bool hasNumber, Func<IWorkflowService, SyncLimit, CancellationToken, Task<string>> act)
    {
        var key = new Argument<string>("KEY") { Description = "Key of the limit" };
        var type = new Option<string>("--type") { Description = "Where the limit is kept: database or configmap", DefaultValueFactory = _ => "database" };
        type.AcceptOnlyFromAmong("database", "configmap");
        var map = new Option<string?>("--cm-name") { Description = "The config map, for --type configmap", HelpName = "name" };
        var number = new Option<int>("--limit") { Description = "How many may hold the semaphore", Required = true, HelpName = "n" };
        var command = new Command(name, description) { key, type, map };
        if (hasNumber)
        {
            command.Options.Add(number);
        }

        binder.Bind(command, async invocation =>
        {
            var limit = new SyncLimit
            {
                Namespace = invocation.Namespace,
                Key = invocation.Get(key)!,
                Type = invocation.Get(type) == "configmap" ? SyncLimit.ConfigMapType : SyncLimit.DatabaseType,
                CmName = invocation.Get(map),
                Limit = hasNumber ? invocation.Get(number) : 0,
            };
            if (limit is { Type: SyncLimit.ConfigMapType, CmName: null })
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "--cm-name is required for --type configmap");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                invocation.Console.Write(await act(connection.Service, limit, invocation.CancellationToken).ConfigureAwait(false));
                return ExitCodes.Success;
            }
        });
        return command.WithExamples(hasNumber ? $"krewe sync {name} workers --limit 3" : $"krewe sync {name} workers", $"krewe sync {name} workers --type configmap --cm-name semaphores{(hasNumber ? " --limit 3" : "")}");
    }

    private static Command List(CommandBinder binder)
    {
        var command = new Command("list", "Show who holds and who waits for locks");
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var locks = await connection.Service.ListLocksAsync(invocation.Namespace, invocation.CancellationToken).ConfigureAwait(false);
                if (locks.Count == 0)
                {
                    invocation.Console.Note("Nobody holds or waits for a lock.");
                    return ExitCodes.Success;
                }

                var table = new TextTable(gap: 2);
                table.Add(["LOCK", "LIMIT", "STATE", "PLACE", "PRIORITY", "SINCE", "HOLDER"]);
                foreach (var item in locks)
                {
                    Add(table, item, "held", item.Holders);
                    Add(table, item, "waits", item.Waiters);
                }

                foreach (var line in table.Lines())
                {
                    invocation.Console.Write(line.ToString());
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe sync list");
    }

    private static void Add(TextTable table, LockInfo item, string state, IReadOnlyList<LockUser> users)
    {
        foreach (var user in users)
        {
            table.Add([item.Name, item.Limit?.ToString(CultureInfo.InvariantCulture) ?? "?", state, user.Position.ToString(CultureInfo.InvariantCulture), user.Priority.ToString(CultureInfo.InvariantCulture), user.Since.ToString("u", CultureInfo.InvariantCulture), user.Holder]);
        }
    }

    private static string Said(SyncLimit limit, string what) => string.Create(CultureInfo.InvariantCulture, $"Sync limit {limit.Key} {what} in namespace {limit.Namespace} with limit {limit.Limit}");

    private static string Shown(SyncLimit limit) => string.Create(CultureInfo.InvariantCulture, $"Sync limit {limit.Key} in namespace {limit.Namespace}: {limit.Limit}");
}
