using System.CommandLine;
using Krewe.Api;
using Krewe.Cli.Commands.Runs;
using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary><c>krewe server</c>: keeps the engine of a data folder up until it is told to end, and serves Argo's API if a port is given.</summary>
internal static class ServerCommand
{
    public static Command Build(CommandBinder binder)
    {
        var settings = new RunSettingsFlags();
        var gateway = new GatewayFlags();
        var database = new DatabaseFlags();
        var silo = new SiloFlags();
        var command = new Command("server", "Keep one engine up for a data folder: for other commands, and with --port for Argo's clients");
        settings.AddTo(command);
        gateway.AddTo(command);
        database.AddTo(command);
        silo.AddTo(command);
        binder.Bind(command, invocation =>
        {
            var store = database.Read(invocation);
            var steps = settings.ReadHere(invocation);
            var others = silo.Read(invocation, store);
            return RunAsync(invocation, steps, gateway.Read(invocation, () => EngineSso.Read(invocation.Data, steps, others)), store, others);
        });
        return command.WithExamples(
            "krewe server", "krewe server --port 2746", "krewe server --postgres 'Host=db;Database=krewe;Username=krewe' --silo-port 11111 --shared /mnt/krewe", "krewe server --port 2746 --address 0.0.0.0 --auth-mode client --tls-certificate tls.crt --tls-key tls.key", "krewe server --data /var/lib/krewe --secrets /etc/krewe/secrets");
    }

    private static async Task<int> RunAsync(Invocation invocation, RunSettings settings, GatewayOptions? options, EngineDatabase? database, EngineSilo? silo)
    {
        var connection = await invocation.ConnectHereAsync(settings, EngineSharing.Now, database, silo).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (!connection.IsOwn)
            {
                throw new KreweException(KreweErrorCode.AlreadyExists, $"an engine already serves {invocation.Data.Path}");
            }

            var gateway = options is null ? null : await HttpGateway.StartAsync(connection.Service, options, invocation.CancellationToken).ConfigureAwait(false);
            try
            {
                invocation.Console.Write($"Serving {invocation.Data.Path} on {invocation.Data.SocketPath}; Ctrl-C ends it, runs go on at the next start.");
                if (gateway is not null)
                {
                    Announce(invocation, gateway, options!);
                }

                await UntilCancelledAsync(invocation.CancellationToken).ConfigureAwait(false);
                invocation.Console.Note("Ending.");
                return ExitCodes.Success;
            }
            finally
            {
                if (gateway is not null)
                {
                    await gateway.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    private static void Announce(Invocation invocation, HttpGateway gateway, GatewayOptions options)
    {
        invocation.Console.Write($"Argo's API, and a page with the runs, on {gateway.Address.ToString().TrimEnd('/')}{options.BaseHref.TrimEnd('/')}");
        if (options.Authentication == GatewayAuthentication.Off)
        {
            invocation.Console.Note("Warning: authentication is off: every user of this machine can do everything here. --auth-mode client asks for tokens (krewe auth create).");
        }

        if (options.Sso is { TrustsAnyProvider: true })
        {
            invocation.Console.Note("Warning: sso.insecureSkipVerify is on: whoever stands between this server and the provider can sign in as anybody.");
        }
    }

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task.ConfigureAwait(false);
    }
}
