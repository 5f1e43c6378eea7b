using System.Collections.Immutable;
using System.Text;

namespace Krewe.Expressions.Depends;

/// <summary>A task's <c>depends</c>: results of other tasks joined by <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses.</summary>
public sealed class DependsExpression
{
    private static readonly DependsResult[] Bare = [DependsResult.Succeeded, DependsResult.Skipped, DependsResult.Daemoned];

    private DependsExpression(string text, DependsNode root, List<DependsOperand> operands)
    {
        Text = text;
        Root = root;
        Operands = [.. operands];
        Tasks = [.. operands.Select(o => o.Task).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The text parsed.</summary>
    public string Text { get; }

    /// <summary>The tree.</summary>
    public DependsNode Root { get; }

    /// <summary>The operands, as they stand in the text.</summary>
    public ImmutableArray<DependsOperand> Operands { get; }

    /// <summary>The tasks named, each once, in order.</summary>
    public ImmutableArray<string> Tasks { get; }

    /// <exception cref="ExpressionException">The text is not of the grammar, or asks for an unknown result.</exception>
    public static DependsExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (root, operands) = DependsParser.Parse(text);
        return new DependsExpression(text, root, operands);
    }

    /// <summary>The <c>depends</c> that a list of <c>dependencies</c> stands for.</summary>
    public static string FromDependencies(IEnumerable<string> tasks) => string.Join(" && ", tasks);

    /// <summary>The results that satisfy a bare name: those of <c>continueOn</c> count too.</summary>
    public static IReadOnlyList<DependsResult> BareResults(bool continueOnError, bool continueOnFailed) =>
        [.. Bare, .. continueOnError ? [DependsResult.Errored] : Array.Empty<DependsResult>(), .. continueOnFailed ? [DependsResult.Failed] : Array.Empty<DependsResult>()];

    /// <summary>The text with every bare name written out, for example <c>(a.Succeeded || a.Skipped || a.Daemoned)</c>.</summary>
    /// <param name="continueOn">What a task's <c>continueOn</c> says (error, failed); none has any when null.</param>
    public string Expand(Func<string, (bool Error, bool Failed)>? continueOn = null)
    {
        var result = new StringBuilder(Text.Length * 2);
        var at = 0;
        foreach (var operand in Operands)
        {
            if (operand.Result is not null)
            {
                continue;
            }

            var (error, failed) = continueOn?.Invoke(operand.Task) ?? default;
            result.Append(Text, at, operand.Offset - at)
                .Append('(').AppendJoin(" || ", BareResults(error, failed).Select(r => $"{operand.Task}.{r}")).Append(')');
            at = operand.Offset + operand.Length;
        }

        return result.Append(Text, at, Text.Length - at).ToString();
    }

    /// <summary>Whether the expression holds.</summary>
    /// <param name="holds">Whether a task has a result.</param>
    /// <param name="continueOn">What a task's <c>continueOn</c> says (error, failed); none has any when null.</param>
    public bool Evaluate(Func<string, DependsResult, bool> holds, Func<string, (bool Error, bool Failed)>? continueOn = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Holds(Root);

        bool Holds(DependsNode node) => node switch
        {
            DependsNode.Not not => !Holds(not.Inner),
            DependsNode.And and => and.Parts.All(Holds),
            DependsNode.Or or => or.Parts.Any(Holds),
            DependsNode.Operand { Of: { Result: { } result } operand } => holds(operand.Task, result),
            DependsNode.Operand { Of: var bare } => HoldsBare(bare.Task),
            _ => throw new InvalidOperationException($"no evaluation for {node.GetType().Name}"),
        };

        bool HoldsBare(string task)
        {
            var (error, failed) = continueOn?.Invoke(task) ?? default;
            return Bare.Any(r => holds(task, r)) || (error && holds(task, DependsResult.Errored)) || (failed && holds(task, DependsResult.Failed));
        }
    }
}
