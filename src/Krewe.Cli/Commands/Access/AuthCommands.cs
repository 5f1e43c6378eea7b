using System.CommandLine;
using System.Globalization;
using Krewe.Cli.Rendering;
using Krewe.Client;

namespace Krewe.Cli.Commands.Access;

/// <summary><c>krewe auth</c>: tokens for those who come in over the network.</summary>
internal sealed class AuthCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        new Command("auth", "Tokens for the API") { Create(binder), List(binder), Revoke(binder), Token(binder) },
    ];

    private static Command Create(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the token; it stands as the creator on what it makes" };
        var role = new Option<AccessRole>("--role") { Description = "viewer reads, runner also starts stored templates and steers runs, editor also writes and deletes, admin does all", Required = true, HelpName = "role" };
        var namespaces = new Option<string[]>("--in") { Description = "Only in this namespace (repeatable; default everywhere)", HelpName = "namespace" };
        var folders = new Option<string[]>("--folder") { Description = "Only in this folder and those below it (repeatable; default whole namespaces)", HelpName = "path" };
        var expires = new Option<string?>("--expires") { Description = "Ends by itself after this time, such as 30d", HelpName = "duration" };
        var command = new Command("create", "Make a token and print it; it cannot be shown again") { name, role, namespaces, folders, expires };
        binder.Bind(command, async invocation =>
        {
            var request = new CreateTokenRequest
            {
                Name = invocation.Get(name)!,
                Role = invocation.Get(role),
                Namespaces = invocation.Get(namespaces),
                Folders = invocation.Get(folders),
                LifetimeSeconds = Lifetime(invocation.Get(expires)),
            };
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var created = await connection.Service.CreateTokenAsync(request, invocation.CancellationToken).ConfigureAwait(false);
                invocation.Console.Write(created.Text);
                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe auth create ci --role runner --in team-a --expires 90d", "krewe auth create nightly --role editor --in team-a --folder builds/nightly", "export ARGO_TOKEN=\"Bearer $(krewe auth create me --role admin)\"");
    }

    private static Command List(CommandBinder binder)
    {
        var command = new Command("list", "List tokens");
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var table = new TextTable(3);
                table.Add("NAME", "ROLE", "NAMESPACES", "FOLDERS", "AGE", "EXPIRES");
                foreach (var token in await connection.Service.ListTokensAsync(invocation.CancellationToken).ConfigureAwait(false))
                {
                    table.Add(
                        token.Name,
                        token.Role.ToString().ToLowerInvariant(),
                        token.Namespaces is null ? "all" : string.Join(',', token.Namespaces),
                        token.Folders is null ? "all" : string.Join(',', token.Folders),
                        Humanize.ShortDuration(invocation.Now - token.CreatedAt),
                        token.ExpiresAt is { } end ? end.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "never");
                }

                foreach (var line in table.Lines())
                {
                    invocation.Console.Write(line);
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe auth list");
    }

    private static Command Revoke(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the token" };
        var command = new Command("revoke", "End a token at once") { name };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await connection.Service.RevokeTokenAsync(invocation.Get(name)!, invocation.CancellationToken).ConfigureAwait(false);
                invocation.Console.Write($"Token \"{invocation.Get(name)}\" revoked");
                return ExitCodes.Success;
            }
        });
        return command.WithExamples("krewe auth revoke ci");
    }

    private static Command Token(CommandBinder binder)
    {
        var command = new Command("token", "Print the token that this shell uses, $ARGO_TOKEN, as argo does");
        binder.Bind(command, invocation =>
        {
            invocation.Console.Write(invocation.Context.Environment("ARGO_TOKEN") is { Length: > 0 } token
                ? token
                : throw new KreweException(KreweErrorCode.NotFound, "ARGO_TOKEN is not set; `krewe auth create` makes a token"));
            return Task.FromResult(ExitCodes.Success);
        });
        return command.WithExamples("krewe auth token");
    }

    private static long? Lifetime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Durations.Parse(text) is { } time && time >= TimeSpan.FromSeconds(1)
            ? (long)time.TotalSeconds
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"--expires: \"{text}\" is not a duration such as 12h or 30d");
    }
}
