namespace Krewe.Expressions.Expr;

/// <summary>The arguments of a call, with the conversions that functions ask for.</summary>
public sealed class FunctionCall
{
    private readonly object?[] _arguments;

    internal FunctionCall(string name, object?[] arguments, Budget budget)
    {
        Name = name;
        _arguments = arguments;
        Budget = budget;
    }

    /// <summary>The function called.</summary>
    public string Name { get; }

    /// <summary>How many arguments there are.</summary>
    public int Count => _arguments.Length;

    /// <summary>The clock of the evaluation.</summary>
    public TimeProvider Clock => Budget.Clock;

    internal Budget Budget { get; }

    internal object?[] All => _arguments;

    /// <summary>An argument as it is.</summary>
    public object? this[int index] => _arguments[index];

    /// <summary>An argument that must be text.</summary>
    public string Text(int index) => _arguments[index] as string ?? throw Wrong(index, "a string");

    /// <summary>An argument that must be a whole number.</summary>
    public long Int(int index) => _arguments[index] switch
    {
        long whole => whole,
        double real when real == Math.Truncate(real) && Math.Abs(real) < 9e18 => (long)real,
        _ => throw Wrong(index, "an integer"),
    };

    /// <summary>An argument that must be a number.</summary>
    public double Real(int index) => _arguments[index] switch
    {
        long whole => whole,
        double real => real,
        _ => throw Wrong(index, "a number"),
    };

    /// <summary>An argument that must be a list.</summary>
    public IReadOnlyList<object?> List(int index) => _arguments[index] as IReadOnlyList<object?> ?? throw Wrong(index, "an array");

    /// <summary>An argument that must be a map.</summary>
    public IReadOnlyDictionary<string, object?> Map(int index) => _arguments[index] as IReadOnlyDictionary<string, object?> ?? throw Wrong(index, "a map");

    /// <summary>A failure of this call.</summary>
    public ExpressionException Error(string message) => new(ExpressionErrorKind.Evaluation, $"{Name}: {message}", Budget.Text, -1);

    internal string Made(string text)
    {
        Budget.Charge(text.Length);
        return text;
    }

    internal IReadOnlyList<object?> Made(IReadOnlyList<object?> list)
    {
        Budget.Charge(list.Count);
        Budget.Step(list.Count);
        return list;
    }

    private ExpressionException Wrong(int index, string wanted) => Error($"argument {index + 1} must be {wanted}, not {ExprValues.TypeName(_arguments[index])}");
}
