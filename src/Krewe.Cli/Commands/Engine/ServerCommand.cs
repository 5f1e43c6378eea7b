using System.CommandLine;
using Krewe.Cli.Commands.Runs;
using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary><c>krewe server</c>: keeps the engine of a data folder up until it is told to end.</summary>
internal static class ServerCommand
{
    public static Command Build(CommandBinder binder)
    {
        var settings = new RunSettingsFlags();
        var command = new Command("server", "Keep one engine up for a data folder; other commands use it through its socket");
        settings.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync(settings.Read(invocation), sharing: EngineSharing.Now).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (!connection.IsOwn)
                {
                    throw new KreweException(KreweErrorCode.AlreadyExists, $"an engine already serves {invocation.Data.Path}");
                }

                invocation.Console.Write($"Serving {invocation.Data.Path} on {invocation.Data.SocketPath}; Ctrl-C ends it, runs go on at the next start.");
                await UntilCancelledAsync(invocation.CancellationToken).ConfigureAwait(false);
                invocation.Console.Note("Ending.");
                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe server", "krewe server --data /var/lib/krewe --runtime podman");
    }

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task.ConfigureAwait(false);
    }
}
