namespace Krewe.Storage.PostgreSql;

/// <summary>Cuts a batch into rounds in which no commit bears on another, so that a round may be written set by set.</summary>
internal static class FlushRounds
{
    public static List<List<FlushItem>> Of(IReadOnlyList<FlushItem> batch)
    {
        var rounds = new List<List<FlushItem>>();
        var seen = new HashSet<(char, string, string)>();
        foreach (var item in batch)
        {
            var keys = KeysOf(item.Commit);
            if (rounds.Count == 0 || keys.Exists(seen.Contains))
            {
                rounds.Add([]);
                seen.Clear();
            }

            seen.UnionWith(keys);
            rounds[^1].Add(item);
        }

        return rounds;
    }

    private static List<(char Kind, string First, string Second)> KeysOf(RunCommit commit)
    {
        var keys = new List<(char, string, string)>(3) { ('r', commit.RunId, "") };
        if (commit.Index is { } row)
        {
            keys.Add(('n', row.Namespace, row.Name));
        }

        if (commit.CommitNo == 1 && commit.RequestId is { } request)
        {
            keys.Add(('q', request, ""));
        }

        return keys;
    }
}
