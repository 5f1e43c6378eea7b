namespace Krewe.Storage.PostgreSql;

/// <summary>The tables through which the runs of a filter are found, in the order in which they were created.</summary>
/// <remarks>
/// A term (an argument, a label or a folder) drives the query through its hash alone: 128 bits of SHA-256 do not meet by chance, and to
/// compare the value too would make the planner expect next to nothing and sort all there is. A part of a message is looked for among the
/// messages, which are a tenth of the rows they belong to, and a part of a name in an index that has the names. Which of the tables comes
/// first is left to the planner, who knows what is rare.
/// </remarks>
internal sealed class PostgreSqlRunSource
{
    /// <summary>Each place is asked for by itself; more of them than this are compared row by row.</summary>
    private const int MostPlaces = 16;

    private const string Rows = "run_index r";

    private readonly Func<object?, string> _value;
    private readonly PostgreSqlRunConditions _conditions;
    private readonly List<string> _always = [];

    public PostgreSqlRunSource(RunFilter filter, Func<object?, string> value, PostgreSqlRunConditions conditions)
    {
        (_value, _conditions) = (value, conditions);
        Term = TermOf(filter);
        StartFromTerms(filter);
        (Ordered, Rest) = (IsRows ? "r." : "d.", filter.Where);
        StartFromTexts(filter);
    }

    /// <summary>The tables: <c>r</c> is the row of a run.</summary>
    public string From { get; private set; } = Rows;

    /// <summary>The table, with a point behind it, whose creation and uid of runs are in order.</summary>
    public string Ordered { get; private set; }

    /// <summary>Whether there is but the table of rows, whose own indexes then are what is searched.</summary>
    public bool IsRows => From == Rows;

    /// <summary>The argument or label that is taken care of.</summary>
    public (char Kind, string Key, string Value)? Term { get; }

    /// <summary>Whether the part of a name that all must have is taken care of.</summary>
    public bool HasNamePart { get; private set; }

    /// <summary>What is left of the filter's other conditions.</summary>
    public RunCondition? Rest { get; private set; }

    /// <summary>What holds of all that is asked for.</summary>
    public IEnumerable<string> Conditions => _always;

    /// <summary>Ranges of an index that together are what is asked for, and have no row in common.</summary>
    public IReadOnlyList<string> Ranges { get; private set; } = ["true"];

    /// <summary>The label or argument by which runs are found; one that is too long to be found is left to be refused.</summary>
    private static (char Kind, string Key, string Value)? TermOf(RunFilter filter)
    {
        if (filter.Parameters.Count > 0)
        {
            var (key, value) = filter.Parameters.First();
            return value.Length <= CommitRules.LongestSearchableValue ? ('p', key, value) : null;
        }

        return filter.Labels.FirstOrDefault(term => term is { Operator: LabelOperator.In, Values.Count: 1 }) is { } label ? ('l', label.Key, label.Values[0]) : null;
    }

    private static RunPlace[] Outermost(IReadOnlyList<RunPlace> places)
    {
        var all = places.Distinct().ToArray();
        return Array.FindAll(all, place => !Array.Exists(all, other => other != place && place.And(other) == place));
    }

    private static bool IsPartOfMessage(TextCondition text) => text is { Text: RunText.Message, Patterns.Count: > 0 } && text.Patterns.All(pattern => pattern.Pieces.Any(piece => piece.Length > 0));

    // Names that begin in a certain way have an index of their own.
    private static bool IsPartOfName(TextCondition text) =>
        text is { Text: RunText.Name, Patterns.Count: > 0 } && text.Patterns.All(pattern => !pattern.IsAnything && (pattern.IgnoreCase || pattern.Pieces is ["", _, ..]));

    private static TextCondition? First(RunCondition? condition, Func<TextCondition, bool> isSuch) => condition switch
    {
        TextCondition text when isSuch(text) => text,
        AllConditions all => all.Conditions.Select(item => First(item, isSuch)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static RunCondition? Without(RunCondition? condition, RunCondition settled) => condition switch
    {
        _ when ReferenceEquals(condition, settled) => null,
        AllConditions all => new AllConditions([.. all.Conditions.Select(item => Without(item, settled)).OfType<RunCondition>()]),
        _ => condition,
    };

    private void StartFromTerms(RunFilter filter)
    {
        var places = filter.Places is null ? [] : Outermost(filter.Places);
        var areFolders = places.Length is > 0 and <= MostPlaces && places.All(place => place.Folder.Length > 0);
        if (Term is not null || areFolders)
        {
            From = "run_term d join run_index r on r.rid = d.rid";
        }

        if (Term is { } term)
        {
            _always.Add($"d.term = {_value(PostgreSqlText.Term(term.Kind, term.Key, term.Value))}");
            From += areFolders ? " join run_term f on f.rid = d.rid" : "";
        }

        if (areFolders)
        {
            var table = Term is null ? "d" : "f";
            Ranges = [.. places.Select((place, at) => IsIn(table, place, filter) + string.Concat(places.Take(at).Where(earlier => earlier.And(place) is not null).Select(IsNotIn)))];
        }
        else if (filter.Places is not null)
        {
            _always.Add(_conditions.Write(PlaceCondition.OneOf(filter.Places)));
        }
    }

    private void StartFromTexts(RunFilter filter)
    {
        if (First(filter.Where, IsPartOfMessage) is { } message)
        {
            Ordered = IsRows ? "m." : Ordered;
            From += " join run_message m on m.rid = r.rid";
            _always.Add(_conditions.MayFit("m.message", message.Patterns));
            // What is said twice makes the planner expect too little.
            Rest = message.Patterns.All(pattern => pattern.IgnoreCase) ? Without(Rest, message) : Rest;
        }
        else if (IsRows && (filter.NameContains is { Length: > 0 } part ? new TextCondition(RunText.Name, null, [TextPattern.Contains(part)]) : First(filter.Where, IsPartOfName)) is { } name)
        {
            (From, Ordered, HasNamePart) = ("run_index n join run_index r on r.rid = n.rid", "n.", true);
            _always.Add(_conditions.Fits("n.name", name.Patterns, isName: true));
            Rest = Without(Rest, name);
        }
    }

    private string IsIn(string table, RunPlace place, RunFilter filter) => $"{table}.term = {_value(PostgreSqlText.FolderTerm(place.Namespace ?? filter.Namespace, place.Folder))}";

    private string IsNotIn(RunPlace place) => $" and ({_conditions.Write(new PlaceCondition(place))}) is not true";
}
