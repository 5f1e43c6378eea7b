using System.CommandLine;
using Krewe.Cli.Engine;
using Krewe.Cli.Servers;

namespace Krewe.Cli;

/// <summary>Options of every command.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Namespace { get; } = new("--namespace", "-n") { Description = "Namespace of the runs (default $ARGO_NAMESPACE, else \"default\")", Recursive = true, HelpName = "name" };

    public Option<string?> Data { get; } = new("--data") { Description = "Data folder (default $KREWE_DATA, else ~/.local/share/krewe)", Recursive = true, HelpName = "dir" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Plain output without colours", Recursive = true };

    public Option<bool> NoUtf8 { get; } = new("--no-utf8") { Description = "Only 7-bit ASCII signs and lines", Recursive = true };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Show where an error came from", Recursive = true };

    /// <summary>Which server, if any, commands talk to.</summary>
    public ServerFlags Server { get; } = new();

    /// <summary>What an engine that is started here logs.</summary>
    public LogFlags Log { get; } = new();

    /// <summary>Accepted so that scripts written for argo go on working.</summary>
    public IReadOnlyList<Option> Ignored { get; } =
    [
        new Option<string?>("--gloglevel") { Hidden = true, Recursive = true },
        new Option<bool>("--argo-http1") { Hidden = true, Recursive = true },
        new Option<string?>("--kubeconfig") { Hidden = true, Recursive = true },
    ];

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Namespace);
        root.Options.Add(Data);
        Server.AddTo(root);
        Log.AddTo(root);
        root.Options.Add(NoColor);
        root.Options.Add(NoUtf8);
        root.Options.Add(Debug);
        foreach (var option in Ignored)
        {
            root.Options.Add(option);
        }
    }
}
