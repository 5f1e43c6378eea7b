using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Runs;

/// <summary>Flags about how steps run on this machine.</summary>
internal sealed class RunSettingsFlags
{
    private readonly Option<string?> _secrets = new("--secrets") { Description = "Folder with secrets and config maps: name/key files or manifests", HelpName = "dir" };
    private readonly Option<string?> _plugins = new("--plugins") { Description = "Folder with manifests of executor plugins, which run as processes", HelpName = "dir" };
    private readonly Option<string?> _runtime = new("--runtime") { Description = "What runs containers: process (local programs, the image is not used; the default), podman or docker (the image)", HelpName = "name" };
    private readonly Option<string[]> _shims = new("--shim") { Description = "Run this command in place of an image's program; may be repeated", HelpName = "image=command" };

    public RunSettingsFlags() => _runtime.AcceptOnlyFromAmong("process", "podman", "docker");

    public void AddTo(Command command)
    {
        command.Options.Add(_secrets);
        command.Options.Add(_plugins);
        command.Options.Add(_runtime);
        command.Options.Add(_shims);
    }

    /// <summary>The settings; null for a server elsewhere, which has its own.</summary>
    public RunSettings? Read(Invocation invocation)
    {
        if (invocation.Server is not { } server)
        {
            return ReadHere(invocation);
        }

        Option[] own = [_secrets, _plugins, _runtime, _shims];
        return own.FirstOrDefault(invocation.Has) is { } given
            ? throw new KreweException(KreweErrorCode.InvalidArgument, $"{given.Name} says how this machine runs steps; the server at {server.Address} decides that itself")
            : null;
    }

    /// <summary>The settings of this machine's engine, whatever server is chosen.</summary>
    public RunSettings ReadHere(Invocation invocation)
    {
        var shims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var shim in invocation.Get(_shims) ?? [])
        {
            var at = shim.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == shim.Length - 1)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"--shim needs image=command, got \"{shim}\"");
            }

            shims[shim[..at]] = shim[(at + 1)..];
        }

        return new RunSettings
        {
            Runtime = invocation.Get(_runtime),
            SecretsDirectory = Folder(invocation, _secrets),
            PluginsDirectory = Folder(invocation, _plugins),
            Shims = shims.Count == 0 ? null : shims,
            WorkingDirectory = Directory.GetCurrentDirectory(),
        };
    }

    private static string? Folder(Invocation invocation, Option<string?> option)
    {
        var folder = invocation.Get(option) is { } given ? Path.GetFullPath(given) : null;
        return folder is null || Directory.Exists(folder) ? folder : throw new KreweException(KreweErrorCode.InvalidArgument, $"{option.Name}: there is no folder {folder}");
    }
}
