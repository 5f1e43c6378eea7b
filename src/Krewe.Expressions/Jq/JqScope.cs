namespace Krewe.Expressions.Jq;

/// <summary>What names mean at a place: a chain that grows by a link a binding.</summary>
internal sealed class JqScope
{
    private readonly JqScope? _outer;
    private readonly string _name;
    private readonly int _arity;
    private readonly object? _value;
    private readonly JqScope? _closure;
    private readonly JqDefine? _definition;
    private readonly JqNode? _argument;

    private JqScope(JqScope? outer, string name, int arity, object? value, JqDefine? definition, JqNode? argument, JqScope? closure)
    {
        _outer = outer;
        _name = name;
        _arity = arity;
        _value = value;
        _definition = definition;
        _argument = argument;
        _closure = closure;
    }

    public static JqScope Empty { get; } = new(null, "", -2, null, null, null, null);

    public JqScope Variable(string name, object? value) => new(this, name, -1, value, null, null, null);

    public JqScope Function(JqDefine definition) => new(this, definition.Name, definition.Parameters.Count, null, definition, null, null);

    /// <summary>A parameter: a filter that is evaluated where the call stands.</summary>
    public JqScope Parameter(string name, JqNode argument, JqScope closure) => new(this, name, 0, null, null, argument, closure);

    public bool TryVariable(string name, out object? value)
    {
        var at = Find(name, -1);
        value = at?._value;
        return at is not null;
    }

    /// <summary>What a call evaluates, and in which scope; null when the name is not defined here.</summary>
    public (JqNode Body, JqScope Scope)? Call(string name, IReadOnlyList<JqNode> arguments)
    {
        var at = Find(name, arguments.Count);
        if (at is null)
        {
            return null;
        }

        if (at._argument is not null)
        {
            return (at._argument, at._closure!);
        }

        // The definition sees itself: it may recurse.
        var scope = at;
        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = at._definition!.Parameters[i];
            scope = scope.Parameter(parameter.TrimStart('$'), arguments[i], this);
        }

        return (at._definition!.Definition, scope);
    }

    private JqScope? Find(string name, int arity)
    {
        for (var at = this; at is not null; at = at._outer)
        {
            if (at._arity == arity && at._name == name)
            {
                return at;
            }
        }

        return null;
    }
}
