namespace Krewe.Testing;

/// <summary>
/// What steps themselves say they did: each appends a line when it starts and one before it ends. The engine does not know of
/// the file, so it can neither lose nor mend anything in it.
/// </summary>
public sealed class Ledger(string path)
{
    public string Path { get; } = path;

    /// <summary>Lines <c>run work event</c>, in the order they were written.</summary>
    public IReadOnlyList<Entry> Read()
    {
        if (!File.Exists(Path))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        // The last line may be on its way.
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    public IReadOnlyList<Entry> Of(string run) => [.. Read().Where(entry => entry.Run == run)];

    public int Count(string run, string what) => Of(run).Count(entry => entry.What == what);

    private static Entry Parse(string line) => line.Split(' ') is [var run, var work, var what] ? new Entry(run, work, what) : throw new InvalidDataException($"ledger line \"{line}\"");

    /// <param name="Run">Name of the run.</param>
    /// <param name="Work">Run uid, node ID and attempt, as in the step's ARGO_POD_UID.</param>
    /// <param name="What"><c>start</c>, <c>end</c> or a word of the step's own.</param>
    public sealed record Entry(string Run, string Work, string What);
}
