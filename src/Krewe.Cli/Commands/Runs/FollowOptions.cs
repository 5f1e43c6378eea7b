using Krewe.Cli.Following;

namespace Krewe.Cli.Commands.Runs;

/// <summary>How a run is shown while it goes on.</summary>
internal sealed record FollowOptions(bool Log, bool Watch, string? Output)
{
    /// <summary>Redrawing and appending do not mix: with logs, or without a terminal, lines are appended.</summary>
    public IRunView View(CliConsole console)
    {
        if (Output is "name" or "json" or "yaml")
        {
            return new QuietView();
        }

        return console.IsTerminal && !Log ? new LiveView(console) : new PlainView(console);
    }
}
