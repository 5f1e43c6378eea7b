using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Tags;

/// <summary>Variables by dotted name, over an optional outer scope whose names they may hide.</summary>
/// <remarks>Immutable once made and safe to share: a run's globals are one scope, every node's own variables a small one over it.</remarks>
public sealed class TagScope : ITagScope
{
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private ExpressionEnvironment? _environment;

    public TagScope(IReadOnlyDictionary<string, object?> variables, TagScope? outer = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        _variables = variables;
        Outer = outer;
    }

    /// <summary>A scope without any variable.</summary>
    public static TagScope Empty { get; } = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>The scope looked into when this one lacks a name.</summary>
    public TagScope? Outer { get; }

    /// <summary>This scope's own variables.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _variables;

    /// <summary>The variables as expression tags see them: dotted names expanded into nested maps.</summary>
    public ExpressionEnvironment Environment => _environment ??= ExpressionEnvironment.FromDotted(_variables, Outer?.Environment, Clock);

    /// <summary>The clock that expressions read; the outer scope's, else the system's, when not given.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>A scope of plain text variables.</summary>
    public static TagScope Of(IEnumerable<KeyValuePair<string, string>> variables, TagScope? outer = null) =>
        new(variables.ToDictionary(v => v.Key, v => (object?)v.Value, StringComparer.Ordinal), outer);

    /// <inheritdoc/>
    public bool TryGetValue(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }
}
