using System.Globalization;
using Krewe.Expressions.Expr;
using static Krewe.Expressions.Sprig.SprigValues;

namespace Krewe.Expressions.Sprig;

internal static class SprigLogic
{
    public static void AddTo(FunctionTable table) => table
        .Add("default", 1, 2, c => c.Count < 2 || IsEmpty(c[1]) ? c[0] : c[1])
        .Add("empty", 1, c => IsEmpty(c[0]))
        .Add("coalesce", 0, int.MaxValue, c => c.All.FirstOrDefault(a => !IsEmpty(a)))
        .Add("all", 0, int.MaxValue, c => !c.All.Any(IsEmpty))
        .Add("any", 0, int.MaxValue, c => c.All.Any(a => !IsEmpty(a)))
        .Add("ternary", 3, c => c[2] is bool truth ? (truth ? c[0] : c[1]) : throw c.Error("argument 3 must be a bool"))
        .Add("fail", 1, c => throw c.Error(c.Text(0)))
        .Add("hello", 0, _ => "Hello!")
        .Add("typeOf", 1, c => TypeName(c[0]))
        .Add("kindOf", 1, c => Kind(c[0]))
        .Add("typeIs", 2, c => TypeName(c[1]) == c.Text(0))
        .Add("typeIsLike", 2, c => TypeName(c[1]) == c.Text(0).TrimStart('*'))
        .Add("kindIs", 2, c => Kind(c[1]) == c.Text(0))
        .Add("deepEqual", 2, c => ExprValues.AreEqual(c[0], c[1]))
        .Add("semver", 1, c => Describe(Version(c, 0)))
        .Add("semverCompare", 2, c => Satisfies(c, c.Text(0), Version(c, 1)));

    private static string TypeName(object? value) => value switch
    {
        null => "<nil>",
        double => "float64",
        IReadOnlyList<object?> => "[]interface {}",
        IReadOnlyDictionary<string, object?> => "map[string]interface {}",
        _ => ExprValues.TypeName(value),
    };

    private static string Kind(object? value) => value switch
    {
        null => "invalid",
        double => "float64",
        IReadOnlyList<object?> => "slice",
        DateTimeOffset => "struct",
        TimeSpan => "int64",
        _ => ExprValues.TypeName(value),
    };

    private static SemanticVersion Version(FunctionCall call, int index) =>
        SemanticVersion.TryParse(call.Text(index), out var version) ? version : throw call.Error($"\"{call.Text(index)}\" is not a semantic version");

    private static Dictionary<string, object?> Describe(SemanticVersion version) => new(StringComparer.Ordinal)
    {
        ["Major"] = version.Major,
        ["Minor"] = version.Minor,
        ["Patch"] = version.Patch,
        ["Prerelease"] = version.Prerelease,
        ["Metadata"] = version.Metadata,
        ["Original"] = version.Original,
    };

    private static bool Satisfies(FunctionCall call, string constraint, SemanticVersion version) =>
        constraint.Split("||").Any(all => all.Replace(", ", ",", StringComparison.Ordinal).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).All(one => One(call, one, version)));

    private static bool One(FunctionCall call, string text, SemanticVersion version)
    {
        var op = new string(text.TakeWhile(c => "=!<>~^".Contains(c, StringComparison.Ordinal)).ToArray());
        var rest = text[op.Length..];
        var given = rest.Split('.').TakeWhile(p => p is not ("x" or "X" or "*" or "")).Count();
        var floor = string.Join('.', rest.Split('.').Take(given));
        if (given == 0)
        {
            return op is "" or "=" or ">=" or "<=" or "~" or "^";
        }

        if (!SemanticVersion.TryParse(floor, out var low))
        {
            throw call.Error($"\"{text}\" is not a constraint on versions");
        }

        if (version.Prerelease.Length > 0 && low.Prerelease.Length == 0)
        {
            return op == "!=";
        }

        var order = version.OrderTo(low);
        return op switch
        {
            "" or "=" => given < 3 ? Within(version, low, given) : order == 0,
            "!=" => given < 3 ? !Within(version, low, given) : order != 0,
            ">" => given < 3 ? order > 0 && !Within(version, low, given) : order > 0,
            ">=" or "=>" => order >= 0,
            "<" => order < 0,
            "<=" or "=<" => order <= 0 || (given < 3 && Within(version, low, given)),
            "~" or "~>" => order >= 0 && Within(version, low, Math.Min(given, 2)),
            "^" => order >= 0 && Within(version, low, low.Major > 0 || given == 1 ? 1 : low.Minor > 0 || given == 2 ? 2 : 3),
            _ => throw call.Error(string.Create(CultureInfo.InvariantCulture, $"unknown comparison {op}")),
        };
    }

    private static bool Within(SemanticVersion version, SemanticVersion low, int parts) =>
        version.Major == low.Major && (parts < 2 || version.Minor == low.Minor) && (parts < 3 || version.Patch == low.Patch);
}
