using System.CommandLine;
using System.Net;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary>Options by which <c>krewe server</c> shares its database and the work with other servers.</summary>
internal sealed class SiloFlags
{
    private readonly Option<int?> _port = new("--silo-port") { Description = "Share the database and the work with other servers, which reach this one on this port", HelpName = "port" };
    private readonly Option<string?> _address = new("--silo-address") { Description = "Address at which other servers reach this one (default 127.0.0.1)", HelpName = "ip" };
    private readonly Option<bool> _trusted = new("--trust-silo-network") { Description = "Allow a --silo-address that other machines reach without certificates: the port asks nobody who they are, so only servers may reach it" };
    private readonly Option<string?> _certificate = new("--silo-certificate") { Description = "Certificate (PEM) that this server shows the others; with it they speak TLS, and with nobody else", HelpName = "file" };
    private readonly Option<string?> _key = new("--silo-key") { Description = "Private key (PEM) of --silo-certificate", HelpName = "file" };
    private readonly Option<string?> _authority = new("--silo-ca") { Description = "Certificate (PEM) of the authority that has issued those of all servers, and of nobody else", HelpName = "file" };
    private readonly Option<string?> _name = new("--silo-name") { Description = "Name of this server among the others (default: kept in the data folder)", HelpName = "name" };
    private readonly Option<string?> _shared = new("--shared") { Description = "Folder that all servers see, for artifacts and volumes", HelpName = "dir" };
    private readonly Option<string?> _detection = new("--silo-timeout") { Description = "Within what time a server that does not answer is declared dead (default 15s)", HelpName = "duration" };
    private readonly Option<string?> _patience = new("--silo-patience") { Description = "How long steps of a server that is away are waited for before they start elsewhere (default 1m)", HelpName = "duration" };

    public void AddTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_address);
        command.Options.Add(_trusted);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_authority);
        command.Options.Add(_name);
        command.Options.Add(_shared);
        command.Options.Add(_detection);
        command.Options.Add(_patience);
    }

    /// <summary>How the server is one of several; null when it is alone.</summary>
    public EngineSilo? Read(Invocation invocation, EngineDatabase? database)
    {
        if (invocation.Get(_port) is not { } port)
        {
            var alone = new Option[] { _address, _trusted, _certificate, _key, _authority, _name, _shared, _detection, _patience }.FirstOrDefault(invocation.Has);
            return alone is null ? null : throw Wrong($"{alone.Name} needs --silo-port");
        }

        if (port is < 1 or > IPEndPoint.MaxPort)
        {
            throw Wrong($"--silo-port: {port} is not a port");
        }

        if (database is null)
        {
            throw Wrong("--silo-port needs --postgres: servers share the work through a database");
        }

        return new EngineSilo
        {
            Port = port,
            SharedFolder = invocation.Get(_shared) is { } shared ? Path.GetFullPath(shared) : throw Wrong("--silo-port needs --shared: a folder that all servers see, for artifacts and volumes"),
            Name = invocation.Get(_name),
            Address = Address(invocation),
            Tls = Tls(invocation),
            FailureDetection = Duration(invocation, _detection),
            Patience = Duration(invocation, _patience),
        };
    }

    private IPAddress? Address(Invocation invocation)
    {
        if (invocation.Get(_address) is not { } given)
        {
            return null;
        }

        if (!IPAddress.TryParse(given, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            throw Wrong($"--silo-address: \"{given}\" is not an IP address at which others reach this server");
        }

        return IPAddress.IsLoopback(address) || invocation.Get(_trusted) || invocation.Has(_certificate)
            ? address
            : throw Wrong($"--silo-address: whoever reaches {address}:{invocation.Get(_port)} can do everything to all runs: give --silo-certificate, --silo-key and --silo-ca, by which servers know each other; or keep all but the other servers away from it (firewall, network policy) and say --trust-silo-network");
    }

    private EngineSiloTls? Tls(Invocation invocation)
    {
        Option<string?>[] files = [_certificate, _key, _authority];
        if (!files.Any(invocation.Has))
        {
            return null;
        }

        return files.FirstOrDefault(file => string.IsNullOrEmpty(invocation.Get(file))) is { } missing
            ? throw Wrong($"--silo-certificate, --silo-key and --silo-ca go together: {missing.Name} is missing")
            : new EngineSiloTls(Path.GetFullPath(invocation.Get(_certificate)!), Path.GetFullPath(invocation.Get(_key)!), Path.GetFullPath(invocation.Get(_authority)!));
    }

    private static TimeSpan? Duration(Invocation invocation, Option<string?> option)
    {
        if (invocation.Get(option) is not { } given)
        {
            return null;
        }

        return Durations.Parse(given) is { } duration && duration >= TimeSpan.FromSeconds(1)
            ? duration
            : throw Wrong($"{option.Name}: \"{given}\" is not a duration of at least a second, such as 15s");
    }

    private static KreweException Wrong(string message) => new(KreweErrorCode.InvalidArgument, message);
}
