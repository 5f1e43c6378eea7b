using System.Globalization;
using System.Security.Cryptography;
using Krewe.Expressions.Expr;
using static Krewe.Expressions.Sprig.SprigValues;

namespace Krewe.Expressions.Sprig;

internal static class SprigNumbers
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void AddTo(FunctionTable table) => table
        .Add("int", 1, c => ToInt(c[0]))
        .Add("int64", 1, c => ToInt(c[0]))
        .Add("atoi", 1, c => long.TryParse(c.Text(0), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0L)
        .Add("float64", 1, c => ToFloat(c[0]))
        .Add("toDecimal", 1, c => ToOctal(ToText(c[0])))
        .Any("add", 0, c => c.All.Aggregate(0L, (sum, v) => unchecked(sum + ToInt(v))))
        .Add("add1", 1, c => unchecked(ToInt(c[0]) + 1))
        .Add("sub", 2, c => unchecked(ToInt(c[0]) - ToInt(c[1])))
        .Any("mul", 1, c => c.All.Aggregate(1L, (product, v) => unchecked(product * ToInt(v))))
        .Add("div", 2, c => Divide(c))
        .Add("mod", 2, c => ToInt(c[1]) switch { 0 => throw c.Error("integer divide by zero"), -1 => 0L, var by => ToInt(c[0]) % by })
        .Any("addf", 0, c => (double)c.All.Aggregate(0m, (sum, v) => sum + Exact(c, v)))
        .Add("add1f", 1, c => (double)(Exact(c, c[0]) + 1))
        .Any("subf", 1, c => (double)c.All.Skip(1).Aggregate(Exact(c, c[0]), (left, v) => left - Exact(c, v)))
        .Any("mulf", 1, c => c.All.Aggregate(1.0, (product, v) => product * ToFloat(v)))
        .Any("divf", 1, c => c.All.Skip(1).Aggregate(ToFloat(c[0]), (left, v) => left / ToFloat(v)))
        .Any("max", 1, c => c.All.Max(ToInt))
        .Any("biggest", 1, c => c.All.Max(ToInt))
        .Any("min", 1, c => c.All.Min(ToInt))
        .Any("maxf", 1, c => c.All.Max(ToFloat))
        .Any("minf", 1, c => c.All.Min(ToFloat))
        .Add("ceil", 1, c => Math.Ceiling(ToFloat(c[0])))
        .Add("floor", 1, c => Math.Floor(ToFloat(c[0])))
        .Add("round", 2, 3, Round)
        .Add("until", 1, c => Until(c, 0, ToInt(c[0]), ToInt(c[0]) < 0 ? -1 : 1))
        .Add("untilStep", 3, c => Until(c, ToInt(c[0]), ToInt(c[1]), ToInt(c[2])))
        .Add("seq", 1, 3, Sequence)
        .Add("randInt", 2, c => ToInt(c[0]) < ToInt(c[1]) ? RandomNumberGenerator.GetInt32((int)ToInt(c[0]), (int)ToInt(c[1])) : throw c.Error("the second number must be the greater"))
        .Add("randAlpha", 1, c => Random(c, Letters))
        .Add("randNumeric", 1, c => Random(c, "0123456789"))
        .Add("randAlphaNum", 1, c => Random(c, Letters + "0123456789"))
        .Add("randAscii", 1, c => Random(c, string.Concat(Enumerable.Range(32, 95).Select(i => (char)i))))
        .Add("randBytes", 1, c => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length(c))))
        .Add("uuidv4", 0, _ => new Guid(RandomNumberGenerator.GetBytes(16), bigEndian: true) is var random ? Version4(random) : "");

    private static object Divide(FunctionCall call) => ToInt(call[1]) switch
    {
        0 => throw call.Error("integer divide by zero"),
        -1 => unchecked(-ToInt(call[0])),
        var by => ToInt(call[0]) / by,
    };

    // Sums go through decimals: 0.1 + 0.2 is 0.3, as in sprig.
    private static decimal Exact(FunctionCall call, object? value)
    {
        var real = ToFloat(value);
        return double.IsFinite(real) && Math.Abs(real) < 7e27 ? decimal.Parse(real.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
            : throw call.Error("the number is too large");
    }

    private static long ToOctal(string text)
    {
        try
        {
            return Convert.ToInt64(text, 8);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return 0;
        }
    }

    private static object Round(FunctionCall call)
    {
        var scale = Math.Pow(10, ToInt(call[1]));
        var scaled = ToFloat(call[0]) * scale;
        var turn = call.Count > 2 ? ToFloat(call[2]) : 0.5;
        var whole = Math.Truncate(scaled);
        return (scaled - whole >= turn ? Math.Ceiling(scaled) : scaled - whole <= -turn ? Math.Floor(scaled) : whole) / scale;
    }

    private static List<object?> Until(FunctionCall call, long from, long to, long step)
    {
        var numbers = new List<object?>();
        if (step == 0 || (step > 0 && from > to) || (step < 0 && from < to))
        {
            return numbers;
        }

        for (var i = from; step > 0 ? i < to : i > to; i += step)
        {
            call.Budget.Charge(1);
            call.Budget.Step();
            numbers.Add(i);
        }

        return numbers;
    }

    private static string Sequence(FunctionCall call)
    {
        var from = call.Count == 1 ? 1 : ToInt(call[0]);
        var to = ToInt(call[call.Count - 1]);
        var step = call.Count == 3 ? ToInt(call[1]) : to < from ? -1 : 1;
        return call.Made(string.Join(' ', Until(call, from, to + Math.Sign(step), step)));
    }

    private static int Length(FunctionCall call)
    {
        var count = ToInt(call[0]);
        if (count < 0)
        {
            throw call.Error("the length must not be negative");
        }

        call.Budget.Charge(count);
        return (int)count;
    }

    private static string Random(FunctionCall call, string of) => RandomNumberGenerator.GetString(of, Length(call));

    private static string Version4(Guid random)
    {
        var bytes = random.ToByteArray(bigEndian: true);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
