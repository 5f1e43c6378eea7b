using Krewe.Cli.Rendering;

namespace Krewe.Cli;

/// <summary>Where output goes and what it may look like. Writing is safe from several threads, line by line.</summary>
internal sealed class CliConsole(TextWriter output, TextWriter error)
{
    private readonly Lock _gate = new();

    /// <summary>For results.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>For messages that are not results.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether <see cref="Out"/> is a terminal that can be redrawn.</summary>
    public bool IsTerminal { get; init; }

    public Func<(int Width, int Height)> Size { get; init; } = static () => (120, 40);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public bool Color { get; set; }

    public bool Utf8 { get; set; } = true;

    public RenderSettings Settings => new() { Now = Time.GetUtcNow(), Zone = Zone, Utf8 = Utf8 };

    public void Write(StyledLine line)
    {
        lock (_gate)
        {
            Out.WriteLine(line.ToText(Color));
        }
    }

    public void Write(IEnumerable<StyledLine> lines)
    {
        var text = string.Concat(lines.Select(line => line.ToText(Color) + Environment.NewLine));
        lock (_gate)
        {
            Out.Write(text);
        }
    }

    /// <summary>Writes text that ends its last line itself.</summary>
    public void WriteRaw(string text)
    {
        lock (_gate)
        {
            Out.Write(text);
        }
    }

    /// <summary>Tells something beside the results.</summary>
    public void Note(StyledLine line)
    {
        lock (_gate)
        {
            Error.WriteLine(line.ToText(Color));
        }
    }

    public void Fail(string message) => Note(new StyledLine(new Span("Error:", TextStyle.Red), " " + message));
}
