using Krewe.Cli.Rendering;
using Krewe.Client;

namespace Krewe.Cli.Following;

/// <summary>Writes log lines as <c>argo logs</c> does: the pod's name in a colour of its own, then the text.</summary>
internal sealed class LogWriter(CliConsole console, bool timestamps)
{
    private static readonly TextStyle[] Colors = [TextStyle.Green, TextStyle.Yellow, TextStyle.Blue, TextStyle.Magenta, TextStyle.Cyan];

    public void Write(LogLine line)
    {
        var stamp = timestamps && line.Time is { } time ? $"{time.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'} " : "";
        console.Write(new StyledLine(new Span($"{line.PodName}: ", ColorOf(line.PodName)), $"{stamp}{line.Content}"));
    }

    private static TextStyle ColorOf(string podName) => Colors[podName.Sum(character => character) % Colors.Length];
}
