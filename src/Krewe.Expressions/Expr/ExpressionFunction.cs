namespace Krewe.Expressions.Expr;

/// <summary>A function that expressions can call; put it into an environment under a name.</summary>
public sealed class ExpressionFunction(string name, int min, int max, Func<FunctionCall, object?> body)
{
    /// <summary>Its name, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>Fewest and most arguments.</summary>
    public (int Min, int Max) Arity { get; } = (min, max);

    internal object? Invoke(object?[] arguments, Budget budget)
    {
        var call = new FunctionCall(Name, arguments, budget);
        if (arguments.Length < Arity.Min || arguments.Length > Arity.Max)
        {
            var wanted = Arity.Min == Arity.Max ? $"{Arity.Min}" : Arity.Max == int.MaxValue ? $"at least {Arity.Min}" : $"{Arity.Min} to {Arity.Max}";
            throw call.Error($"invalid number of arguments (expected {wanted}, got {arguments.Length})");
        }

        return body(call);
    }
}
