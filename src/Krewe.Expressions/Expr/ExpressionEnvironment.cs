namespace Krewe.Expressions.Expr;

/// <summary>The variables and functions an expression sees.</summary>
/// <remarks>Immutable and safe to share. <c>sprig</c> and Argo's own functions are always there, but a variable of the same name hides them.</remarks>
public sealed class ExpressionEnvironment
{
    private readonly IReadOnlyDictionary<string, object?> _roots;
    private readonly ExpressionEnvironment? _outer;

    private ExpressionEnvironment(IReadOnlyDictionary<string, object?> roots, ExpressionEnvironment? outer, TimeProvider? clock)
    {
        _roots = roots;
        _outer = outer;
        Clock = clock ?? outer?.Clock ?? TimeProvider.System;
    }

    /// <summary>No variables.</summary>
    public static ExpressionEnvironment Empty { get; } = Of(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>What <c>now()</c> and the like read.</summary>
    public TimeProvider Clock { get; }

    /// <summary>An environment of the given variables, over an outer one if any.</summary>
    public static ExpressionEnvironment Of(IReadOnlyDictionary<string, object?> variables, ExpressionEnvironment? outer = null, TimeProvider? clock = null) =>
        new(variables, outer, clock);

    /// <summary>Expands dotted names into nested maps (<c>a.b.c</c> is reached as <c>a.b.c</c> and as <c>a['b']['c']</c>), over an outer environment if any.</summary>
    public static ExpressionEnvironment FromDotted(IEnumerable<KeyValuePair<string, object?>> variables, ExpressionEnvironment? outer = null, TimeProvider? clock = null)
    {
        var roots = new Dictionary<string, object?>(StringComparer.Ordinal);

        // Ordered, so that "a" comes before "a.b": a map given whole is then added to, not lost.
        foreach (var (name, value) in variables.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var parts = name.Split('.');
            var level = roots;
            for (var i = 0; i < parts.Length - 1; i++)
            {
                level = Below(level, parts[i], i == 0 ? outer : null);
            }

            level[parts[^1]] = value;
        }

        return new ExpressionEnvironment(roots, outer, clock);
    }

    /// <summary>Finds a variable by its root name.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (var level = this; level is not null; level = level._outer)
        {
            if (level._roots.TryGetValue(name, out value))
            {
                value = ExprValues.Normalize(value);
                return true;
            }
        }

        return ArgoFunctions.All.TryGetValue(name, out value);
    }

    /// <summary>Whether a dotted path leads to something, be it nil.</summary>
    public bool HasPath(IReadOnlyList<string> path)
    {
        if (!TryGet(path[0], out var value))
        {
            return false;
        }

        for (var i = 1; i < path.Count; i++)
        {
            if (value is not IReadOnlyDictionary<string, object?> map || !map.TryGetValue(path[i], out value))
            {
                return false;
            }
        }

        return true;
    }

    internal Dictionary<string, object?> Flatten()
    {
        var all = _outer?.Flatten() ?? new Dictionary<string, object?>(ArgoFunctions.All, StringComparer.Ordinal);
        foreach (var (name, value) in _roots)
        {
            all[name] = value;
        }

        return all;
    }

    private static Branch Below(Dictionary<string, object?> level, string part, ExpressionEnvironment? outer)
    {
        if (level.TryGetValue(part, out var there) && there is Branch own)
        {
            return own;
        }

        // What was given whole under the same name, or stands in the outer environment, is added to in a copy of our own.
        var fresh = new Branch();
        if (there is not null || (outer is not null && outer.TryGet(part, out there)))
        {
            fresh.AddAll(there);
        }

        level[part] = fresh;
        return fresh;
    }

    private sealed class Branch() : Dictionary<string, object?>(StringComparer.Ordinal)
    {
        public void AddAll(object? value)
        {
            if (value is not IReadOnlyDictionary<string, object?> map)
            {
                return;
            }

            foreach (var (key, inner) in map)
            {
                if (inner is Branch branch)
                {
                    var copy = new Branch();
                    copy.AddAll(branch);
                    this[key] = copy;
                }
                else
                {
                    this[key] = inner;
                }
            }
        }
    }
}
