using Krewe.Expressions.Filters;
using Krewe.Model;
using Krewe.Model.Manifests;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What the keys of the filter language mean.</summary>
/// <param name="context">Who asks and when.</param>
internal sealed class RunFilterKeys(FilterContext context)
{
    private const string Me = "me";

    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["phase"] = "status",
        ["labels"] = "label",
        ["parameter"] = "param",
        ["params"] = "param",
        ["ns"] = "namespace",
        ["by"] = "creator",
        ["workflow-template"] = "template",
    };

    private static readonly string[] Known =
    [
        "status", "label", "param", "name", "namespace", "uid", "template", "cluster-template", "cron", "creator", "folder", "message",
        "created", "started", "finished", "age", "duration", "priority",
    ];

    private static readonly Dictionary<string, string[]> Phases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pending"] = [WorkflowPhase.Pending, WorkflowPhase.Unknown],
        ["running"] = [WorkflowPhase.Running],
        ["succeeded"] = [WorkflowPhase.Succeeded],
        ["failed"] = [WorkflowPhase.Failed],
        ["error"] = [WorkflowPhase.Error],
        ["active"] = [WorkflowPhase.Pending, WorkflowPhase.Unknown, WorkflowPhase.Running],
        ["completed"] = [WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Error],
    };

    private const string Suspended = "suspended";

    private readonly FilterRanges _ranges = new(context.Now);

    /// <exception cref="FilterProblem">The term means nothing.</exception>
    public RunCondition Read(FilterTerm term)
    {
        var condition = ReadPlain(term);
        return term.IsNegated ? new NotCondition(condition) : condition;
    }

    private RunCondition ReadPlain(FilterTerm term)
    {
        var key = term.Key.Length == 0 ? "" : NameOf(term);
        if (term.Part is not null && key is not ("label" or "param"))
        {
            throw new FilterProblem($"\"{term.Key}\" has no parts: \"{term.Key}.{term.Part}:\" means nothing", term.Offset);
        }

        return key switch
        {
            "" => Any(term, value => Text(RunText.Name, value.Gaps.Count == 0 ? TextPattern.Contains(value.Text) : Pattern(value))),
            "status" => Status(term),
            "label" => Map(RunText.Label, term),
            "param" => Map(RunText.Parameter, term),
            "name" => Texts(RunText.Name, term),
            "namespace" => Texts(RunText.Namespace, term),
            "uid" => Texts(RunText.Uid, term),
            "template" => new AnyCondition([Texts(RunText.WorkflowTemplate, term), Texts(RunText.ClusterWorkflowTemplate, term)]),
            "cluster-template" => Texts(RunText.ClusterWorkflowTemplate, term),
            "cron" => Texts(RunText.CronWorkflow, term),
            "creator" => new TextCondition(RunText.Creator, null, [.. term.Values.Select(Creator)]),
            "folder" => Any(term, Folder),
            "message" => new TextCondition(RunText.Message, null, [.. term.Values.Select(Message)]),
            "created" => new NumberCondition(RunNumber.Created, [.. term.Values.Select(_ranges.Moments)], context.Now),
            "started" => new NumberCondition(RunNumber.Started, [.. term.Values.Select(_ranges.Moments)], context.Now),
            "finished" => new NumberCondition(RunNumber.Finished, [.. term.Values.Select(_ranges.Moments)], context.Now),
            "age" => new NumberCondition(RunNumber.Created, [.. term.Values.Select(_ranges.Ages)], context.Now),
            "duration" => new NumberCondition(RunNumber.Duration, [.. term.Values.Select(_ranges.Spans)], context.Now),
            "priority" => new NumberCondition(RunNumber.Priority, [.. term.Values.Select(_ranges.Numbers)], context.Now),
            _ => throw new InvalidOperationException($"key {key} has no meaning"),
        };
    }

    private static string NameOf(FilterTerm term)
    {
        var name = Others.GetValueOrDefault(term.Key, term.Key.ToLowerInvariant());
        return Known.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new FilterProblem(
                $"there is no key \"{term.Key}\"; there are {string.Join(", ", Known)}; put a text with a colon in quotes",
                term.Offset,
                Suggestion.For(name, Known.Concat(Others.Keys)));
    }

    private static RunCondition Status(FilterTerm term)
    {
        var phases = new List<string>();
        var suspended = false;
        foreach (var value in term.Values)
        {
            if (Phases.TryGetValue(value.Text, out var named))
            {
                phases.AddRange(named);
            }
            else if (value.Text.Equals(Suspended, StringComparison.OrdinalIgnoreCase))
            {
                suspended = true;
            }
            else
            {
                throw new FilterProblem($"there is no status \"{value.Text}\"; there are {string.Join(", ", Phases.Keys)} and {Suspended}", value.Offset, Suggestion.For(value.Text.ToLowerInvariant(), Phases.Keys.Append(Suspended)));
            }
        }

        var inPhase = new TextCondition(RunText.Phase, null, [.. phases.Distinct(StringComparer.Ordinal).Select(TextPattern.Is)]);
        return (suspended, phases.Count) switch
        {
            (true, 0) => new SuspendedCondition(),
            (true, _) => new AnyCondition([new SuspendedCondition(), inPhase]),
            _ => inPhase,
        };
    }

    /// <summary>Labels and arguments: <c>label:team=pay</c>, <c>label.team:pay</c>, or <c>label:team</c> for one that is there.</summary>
    private static RunCondition Map(RunText text, FilterTerm term)
    {
        if (term.Part is { } part)
        {
            return new TextCondition(text, part, [.. term.Values.Select(Pattern)]);
        }

        // A value without a key of its own belongs to the key before it: label:team=pay,ops.
        var wanted = new List<(string Key, List<TextPattern> Patterns)>();
        foreach (var value in term.Values)
        {
            var equal = value.Text.IndexOf('=', StringComparison.Ordinal);
            if (equal > 0)
            {
                wanted.Add((value.Text[..equal], [Pattern(value.From(equal + 1))]));
            }
            else if (equal == 0 || value.Text.Length == 0)
            {
                throw new FilterProblem($"the name of the {term.Key} is missing before \"=\"", value.Offset);
            }
            else if (wanted is [.., { Patterns: [not { IsAnything: true }, ..] } last])
            {
                last.Patterns.Add(Pattern(value));
            }
            else
            {
                wanted.Add((value.Text, [TextPattern.Anything]));
            }
        }

        RunCondition[] conditions = [.. wanted.Select(entry => new TextCondition(text, entry.Key, entry.Patterns))];
        return conditions is [var only] ? only : new AnyCondition(conditions);
    }

    private static TextCondition Texts(RunText text, FilterTerm term) => new(text, null, [.. term.Values.Select(Pattern)]);

    private static RunCondition Any(FilterTerm term, Func<FilterValue, RunCondition> read) =>
        term.Values is [var only] ? read(only) : new AnyCondition([.. term.Values.Select(read)]);

    private static TextCondition Text(RunText text, TextPattern pattern) => new(text, null, [pattern]);

    private static TextPattern Pattern(FilterValue value) => new(value.Pieces);

    /// <summary>A message is known by a part of it, and nobody remembers its case.</summary>
    private static TextPattern Message(FilterValue value) =>
        value is { Gaps.Count: 1, Text: "*" } ? TextPattern.Anything : (value.Gaps.Count == 0 ? TextPattern.Contains(value.Text) : Pattern(value)) with { IgnoreCase = true };

    /// <summary>A folder means all that lies below it, too.</summary>
    private static RunCondition Folder(FilterValue value) => value switch
    {
        { Gaps.Count: 1, Text: "*" } or { Text.Length: 0 } => new NotCondition(Text(RunText.Folder, TextPattern.Is(""))),
        { Gaps.Count: > 0 } => Text(RunText.Folder, Pattern(value)),
        _ => new PlaceCondition(new RunPlace(null, value.Text.TrimEnd('/'))),
    };

    private TextPattern Creator(FilterValue value) => value switch
    {
        { IsQuoted: true } or { Text: not Me } => Pattern(value),
        _ => TextPattern.Is(context.Me ?? throw new FilterProblem("\"creator:me\" means nothing here: it is not known who asks, and what they make carries no name", value.Offset)),
    };
}
