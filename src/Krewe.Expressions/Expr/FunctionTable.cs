namespace Krewe.Expressions.Expr;

/// <summary>Collects functions under their names.</summary>
internal sealed class FunctionTable
{
    public Dictionary<string, ExpressionFunction> Functions { get; } = new(StringComparer.Ordinal);

    public FunctionTable Add(string name, int min, int max, Func<FunctionCall, object?> body)
    {
        Functions.Add(name, new ExpressionFunction(name, min, max, body));
        return this;
    }

    public FunctionTable Add(string name, int count, Func<FunctionCall, object?> body) => Add(name, count, count, body);

    /// <summary>A function of one text.</summary>
    public FunctionTable Text(string name, Func<string, string> body) => Add(name, 1, 1, c => c.Made(body(c.Text(0))));

    public FunctionTable Any(string name, int min, Func<FunctionCall, object?> body) => Add(name, min, int.MaxValue, body);
}
