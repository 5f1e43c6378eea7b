namespace Krewe.Exec.Steps;

/// <summary>The journals in use. On the loop's thread.</summary>
internal sealed class StepJournals
{
    private const int MostIdle = 16;
    private readonly Dictionary<string, StepJournal> _open = new(StringComparer.Ordinal);

    public StepJournal Open(string path)
    {
        if (_open.TryGetValue(path, out var known))
            return known;
        if (_open.Count > MostIdle)
        {
            foreach (var idle in _open.Values.Where(j => j.Live == 0).ToList())
                Close(idle);
        }
        return _open[path] = new StepJournal(path);
    }

    /// <summary>Closes the journal of a run that is deleted: what was in it is forgotten.</summary>
    public void Close(string path)
    {
        if (_open.TryGetValue(path, out var journal))
            Close(journal);
    }

    private void Close(StepJournal journal)
    {
        _open.Remove(journal.Path);
        journal.Dispose();
    }
}
