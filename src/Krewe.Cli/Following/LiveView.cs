using System.Threading.Channels;
using Krewe.Cli.Rendering;
using Krewe.Model;
using Spectre.Console;

namespace Krewe.Cli.Following;

/// <summary>Redraws the tree in place, on every change and every second, and leaves nothing behind.</summary>
internal sealed class LiveView : IRunView
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Channel<Workflow> _updates = Channel.CreateBounded<Workflow>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CliConsole _console;
    private readonly Task _drawing;

    public LiveView(CliConsole console)
    {
        _console = console;
        _drawing = DrawAsync();
    }

    public void Update(Workflow workflow) => _updates.Writer.TryWrite(workflow);

    public async ValueTask DisposeAsync()
    {
        _updates.Writer.TryComplete();
        await _drawing.ConfigureAwait(false);
    }

    private Task DrawAsync()
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = _console.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_console.Out),
        });
        return terminal.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(LoopAsync);
    }

    private async Task LoopAsync(LiveDisplayContext display)
    {
        Workflow? shown = null;
        using var timer = new PeriodicTimer(Tick, _console.Time);
        var tick = timer.WaitForNextTickAsync().AsTask();
        var more = _updates.Reader.WaitToReadAsync().AsTask();
        while (true)
        {
            var first = await Task.WhenAny(tick, more).ConfigureAwait(false);
            if (first == more)
            {
                if (!await more.ConfigureAwait(false))
                {
                    return;
                }

                while (_updates.Reader.TryRead(out var workflow))
                {
                    shown = workflow;
                }

                more = _updates.Reader.WaitToReadAsync().AsTask();
            }
            else
            {
                tick = timer.WaitForNextTickAsync().AsTask();
            }

            if (shown is not null)
            {
                display.UpdateTarget(Frame(shown));
            }
        }
    }

    private Rows Frame(Workflow workflow)
    {
        var (width, height) = _console.Size();
        var lines = LiveFrame.Lines(workflow, _console.Settings, height);
        return new Rows(lines.Select(line => Paragraph(line, width)));
    }

    private static Paragraph Paragraph(StyledLine line, int width)
    {
        var paragraph = new Paragraph { Overflow = Overflow.Ellipsis };
        var room = Math.Max(10, width - 1);
        foreach (var span in line.Spans)
        {
            // A line that wraps would take two, and the frame would be taller than thought.
            var text = span.Text.Length > room ? span.Text[..room] : span.Text;
            room -= text.Length;
            paragraph.Append(text, StyleOf(span.Style));
        }

        return paragraph;
    }

    private static Style StyleOf(TextStyle style) => style switch
    {
        TextStyle.Bold => new Style(decoration: Decoration.Bold),
        TextStyle.Dim => new Style(decoration: Decoration.Dim),
        TextStyle.Red => new Style(Color.Maroon),
        TextStyle.Green => new Style(Color.Green),
        TextStyle.Yellow => new Style(Color.Olive),
        TextStyle.Blue => new Style(Color.Navy),
        TextStyle.Magenta => new Style(Color.Purple),
        TextStyle.Cyan => new Style(Color.Teal),
        _ => Style.Plain,
    };
}
