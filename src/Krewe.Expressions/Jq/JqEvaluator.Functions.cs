using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Jq;

internal sealed partial class JqEvaluator
{
    private IEnumerable<object?> Call(JqCall call, object? input, JqScope scope)
    {
        if (scope.Call(call.Name, call.Arguments) is var (body, inner))
        {
            return Run(body, input, inner);
        }

        try
        {
            return Streams(call, input, scope) ?? Values(call, input, scope);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException or RegexMatchTimeoutException or NotSupportedException or OverflowException)
        {
            throw new ExpressionException(ExpressionErrorKind.Evaluation, $"{call.Name}: {e.Message}", budget.Text, call.Offset, e);
        }
    }

    // Functions of filters, and those with any number of results.
    private IEnumerable<object?>? Streams(JqCall call, object? input, JqScope scope)
    {
        IEnumerable<object?> Arg(int index, object? value) => Run(call.Arguments[index], value, scope);
        return (call.Name, call.Arguments.Count) switch
        {
            ("empty", 0) => [],
            ("error", 0) => throw Error(call, JqFormats.Text(input)),
            ("error", 1) => throw Error(call, JqFormats.Text(Arg(0, input).FirstOrDefault())),
            ("select", 1) => Arg(0, input).Where(Truthy).Select(_ => input),
            ("recurse", 0) => Descend(input),
            ("recurse", 1) => Recurse(call.Arguments[0], input, scope),
            ("map", 1) => [Collect(Iterate(call, input).SelectMany(v => Arg(0, v)))],
            ("map_values", 1) => [input is IReadOnlyDictionary<string, object?> map
                ? map.SelectMany(p => Arg(0, p.Value).Take(1).Select(v => (p.Key, v))).ToDictionary(p => p.Key, p => p.v, StringComparer.Ordinal)
                : Collect(Iterate(call, input).SelectMany(v => Arg(0, v).Take(1)))],
            ("with_entries", 1) => [FromEntries(call, ToEntries(call, input).SelectMany(e => Arg(0, e)))],
            ("first", 1) => Arg(0, input).Take(1),
            ("last", 1) => Collect(Arg(0, input)).TakeLast(1),
            ("limit", 2) => Arg(0, input).SelectMany(n => Arg(1, input).Take((int)Math.Clamp(n as double? ?? 0, 0, int.MaxValue))),
            ("until", 2) => [Until(call, input, scope)],
            ("isempty", 1) => [!Arg(0, input).Any()],
            ("any", 1) => [Iterate(call, input).Any(v => Arg(0, v).Any(Truthy))],
            ("all", 1) => [Iterate(call, input).All(v => Arg(0, v).All(Truthy))],
            ("any", 2) => [Arg(0, input).Any(v => Arg(1, v).Any(Truthy))],
            ("all", 2) => [Arg(0, input).All(v => Arg(1, v).All(Truthy))],
            ("add", 1) => [Sum(call, Arg(0, input))],
            ("range", 1) => Arg(0, input).SelectMany(to => Range(0.0, to, 1.0)),
            ("range", 2) => Arg(0, input).SelectMany(from => Arg(1, input).SelectMany(to => Range(from, to, 1.0))),
            ("range", 3) => Arg(0, input).SelectMany(from => Arg(1, input).SelectMany(to => Arg(2, input).SelectMany(by => Range(from, to, by)))),
            ("sort_by", 1) => [Items(call, input).OrderBy(v => Collect(Arg(0, v)), JqOrder.Comparer).ToArray()],
            ("group_by", 1) => [Grouped(call, input, v => Collect(Arg(0, v))).Select(g => (object?)g).ToArray()],
            ("unique_by", 1) => [Grouped(call, input, v => Collect(Arg(0, v))).Select(g => g[0]).ToArray()],
            ("min_by", 1) => [Items(call, input).MinBy(v => Collect(Arg(0, v)), JqOrder.Comparer)],
            ("max_by", 1) => [Items(call, input).MaxBy(v => Collect(Arg(0, v)), JqOrder.Comparer)],
            _ => null,
        };
    }

    // Functions of values, applied to every combination of their arguments' values.
    private IEnumerable<object?> Values(JqCall call, object? input, JqScope scope)
    {
        IEnumerable<object?[]> combinations = [[]];
        foreach (var argument in call.Arguments)
        {
            combinations = combinations.SelectMany(done => Run(argument, input, scope).Select(v => (object?[])[.. done, v]));
        }

        return combinations.Select(arguments => Value(call, input, arguments)).ToArray();
    }

    private object? Value(JqCall call, object? input, object?[] a) => (call.Name, a.Length) switch
    {
        ("not", 0) => !Truthy(input),
        ("length", 0) => Length(call, input),
        ("utf8bytelength", 0) => (double)System.Text.Encoding.UTF8.GetByteCount(Text(call, input)),
        ("keys" or "keys_unsorted", 0) => input is IReadOnlyDictionary<string, object?> map ? map.Keys.Order(StringComparer.Ordinal).ToArray<object?>() : Items(call, input).Select((_, i) => (object?)(double)i).ToArray(),
        ("values", 0) => Collect(Iterate(call, input)),
        ("type", 0) => Name(input),
        ("tostring", 0) => Charged(JqFormats.Text(input)),
        ("tonumber", 0) => input is double ? input : double.TryParse(Text(call, input), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Error(call, $"Cannot parse '{input}' as a number"),
        ("tojson", 0) => Charged(GoJson.Write(input, html: false)),
        ("fromjson", 0) => GoJson.Parse(Text(call, input)),
        ("add", 0) => Sum(call, Iterate(call, input)),
        ("any", 0) => Iterate(call, input).Any(Truthy),
        ("all", 0) => Iterate(call, input).All(Truthy),
        ("first", 0) => Items(call, input) is { Count: > 0 } some ? some[0] : null,
        ("last", 0) => Items(call, input) is { Count: > 0 } many ? many[^1] : null,
        ("nth", 1) => Index(call, input, a[0]),
        ("sort", 0) => Items(call, input).Order(JqOrder.Comparer).ToArray(),
        ("unique", 0) => Grouped(call, input, v => v).Select(g => g[0]).ToArray(),
        ("min", 0) => Items(call, input).Min(JqOrder.Comparer),
        ("max", 0) => Items(call, input).Max(JqOrder.Comparer),
        ("reverse", 0) => input is string word ? new string(word.Reverse().ToArray()) : input is null ? Array.Empty<object?>() : Items(call, input).Reverse().ToArray(),
        ("flatten", 0 or 1) => Flat(Items(call, input), a.Length == 0 ? 100 : (int)Math.Clamp(a[0] as double? ?? 0, 0, 100)),
        ("has", 1) => input is IReadOnlyDictionary<string, object?> owner ? a[0] is string key && owner.ContainsKey(key) : a[0] is double at && at >= 0 && at < Items(call, input).Count,
        ("in", 1) => a[0] is IReadOnlyDictionary<string, object?> holder && input is string part && holder.ContainsKey(part),
        ("contains", 1) => Contains(input, a[0]),
        ("inside", 1) => Contains(a[0], input),
        ("index", 1) => input is string whole && a[0] is string piece ? whole.IndexOf(piece, StringComparison.Ordinal) is >= 0 and var found ? (double)found : null : null,
        ("to_entries", 0) => ToEntries(call, input).ToArray<object?>(),
        ("from_entries", 0) => FromEntries(call, Iterate(call, input)),
        ("split", 1) => Collect(TextBuiltins.Split(Text(call, input), Text(call, a[0]), -1, keep: false)),
        ("join", 1) => Charged(string.Join(Text(call, a[0]), Items(call, input).Select(v => v is null ? "" : JqFormats.Text(v)))),
        ("test", 1) => GoRegex.Compile(Text(call, a[0]), budget.Timeout).IsMatch(Text(call, input)),
        ("test", 2) => GoRegex.Compile((Text(call, a[1]).Contains('i', StringComparison.Ordinal) ? "(?i)" : "") + Text(call, a[0]), budget.Timeout).IsMatch(Text(call, input)),
        ("sub", 2) => Charged(GoRegex.Compile(Text(call, a[0]), budget.Timeout).Replace(Text(call, input), Text(call, a[1]).Replace("$", "$$", StringComparison.Ordinal), 1)),
        ("gsub", 2) => Charged(GoRegex.Compile(Text(call, a[0]), budget.Timeout).Replace(Text(call, input), Text(call, a[1]).Replace("$", "$$", StringComparison.Ordinal))),
        ("capture", 1) => Captured(GoRegex.Compile(Text(call, a[0]), budget.Timeout).Match(Text(call, input))),
        ("startswith", 1) => Text(call, input).StartsWith(Text(call, a[0]), StringComparison.Ordinal),
        ("endswith", 1) => Text(call, input).EndsWith(Text(call, a[0]), StringComparison.Ordinal),
        ("ltrimstr", 1) => input is string l && a[0] is string prefix ? TextBuiltins.TrimPrefix(l, prefix) : input,
        ("rtrimstr", 1) => input is string r && a[0] is string suffix ? TextBuiltins.TrimSuffix(r, suffix) : input,
        ("trim", 0) => Text(call, input).Trim(),
        ("ascii_downcase", 0) => Text(call, input).ToLowerInvariant(),
        ("ascii_upcase", 0) => Text(call, input).ToUpperInvariant(),
        ("explode", 0) => Text(call, input).EnumerateRunes().Select(x => (object?)(double)x.Value).ToArray(),
        ("floor", 0) => Math.Floor(Number(call, input)),
        ("ceil", 0) => Math.Ceiling(Number(call, input)),
        ("round", 0) => Math.Round(Number(call, input), MidpointRounding.AwayFromZero),
        ("sqrt", 0) => Math.Sqrt(Number(call, input)),
        ("abs" or "fabs", 0) => Math.Abs(Number(call, input)),
        ("pow", 2) => Math.Pow(Number(call, a[0]), Number(call, a[1])),
        ("infinite", 0) => double.MaxValue,
        ("fromdate" or "fromdateiso8601", 0) => GoTime.TryParse(Text(call, input), GoTime.Rfc3339, TimeSpan.Zero, out var time) ? (double)time.ToUnixTimeSeconds() : throw Error(call, $"date \"{input}\" is not of the form 2015-03-05T23:51:47Z"),
        ("todate" or "todateiso8601", 0) => GoTime.Format(DateTimeOffset.FromUnixTimeSeconds((long)Number(call, input)), GoTime.Rfc3339),
        ("now", 0) => budget.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
        _ => throw Error(call, $"function not defined: {call.Name}/{a.Length}"),
    };

    private string Text(JqNode node, object? value) => value as string ?? throw Error(node, $"{Name(value)} is not a string");

    private double Number(JqNode node, object? value) => value as double? ?? throw Error(node, $"{Name(value)} is not a number");

    private IReadOnlyList<object?> Items(JqNode node, object? value)
    {
        var list = value as IReadOnlyList<object?> ?? throw Error(node, $"{Name(value)} is not an array");
        budget.Step(list.Count);
        return list;
    }

    private object? Length(JqNode node, object? value) => value switch
    {
        null => 0.0,
        string text => (double)text.EnumerateRunes().Count(),
        double number => Math.Abs(number),
        IReadOnlyList<object?> list => (double)list.Count,
        IReadOnlyDictionary<string, object?> map => (double)map.Count,
        _ => throw Error(node, "boolean has no length"),
    };

    private object? Sum(JqCall call, IEnumerable<object?> values)
    {
        var plus = new JqBinary("+", call, call, call.Offset);
        return values.Aggregate((object?)null, (sum, v) => Operate(plus, sum, v));
    }

    private IEnumerable<object?> Range(object? from, object? to, object? by)
    {
        if (from is not double start || to is not double end || by is not double step || step == 0)
        {
            yield break;
        }

        for (var at = start; step > 0 ? at < end : at > end; at += step)
        {
            budget.Step();
            yield return at;
        }
    }

    private IEnumerable<object?> Recurse(JqNode step, object? value, JqScope scope)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        yield return value;
        foreach (var inner in Run(step, value, scope).SelectMany(v => Recurse(step, v, scope)))
        {
            yield return inner;
        }
    }

    private object? Until(JqCall call, object? value, JqScope scope)
    {
        while (!Truthy(Run(call.Arguments[0], value, scope).FirstOrDefault()))
        {
            value = Run(call.Arguments[1], value, scope).FirstOrDefault();
        }

        return value;
    }

    private IEnumerable<IReadOnlyList<object?>> Grouped(JqCall call, object? input, Func<object?, object?> by)
    {
        var groups = new List<(object? Key, List<object?> Items)>();
        foreach (var (key, item) in Items(call, input).Select(v => (Key: by(v), Item: v)).OrderBy(p => p.Key, JqOrder.Comparer))
        {
            if (groups.Count == 0 || JqOrder.Compare(groups[^1].Key, key) != 0)
            {
                groups.Add((key, []));
            }

            groups[^1].Items.Add(item);
        }

        return groups.Select(g => g.Items);
    }

    private List<object?> Flat(IEnumerable<object?> items, int depth) =>
        Collect(items.SelectMany(v => v is IReadOnlyList<object?> inner && depth > 0 ? Flat(inner, depth - 1) : [v]));

    private IEnumerable<Dictionary<string, object?>> ToEntries(JqNode node, object? input) => input is IReadOnlyDictionary<string, object?> map
        ? map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Dictionary<string, object?>(StringComparer.Ordinal) { ["key"] = p.Key, ["value"] = p.Value })
        : throw Error(node, $"{Name(input)} has no entries");

    private Dictionary<string, object?> FromEntries(JqNode node, IEnumerable<object?> entries)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            budget.Charge(1);
            var pair = entry as IReadOnlyDictionary<string, object?> ?? throw Error(node, "an entry must be an object with key and value");
            var key = pair.GetValueOrDefault("key") ?? pair.GetValueOrDefault("k") ?? pair.GetValueOrDefault("name");
            map[key is null ? "null" : JqFormats.Text(key)] = pair.TryGetValue("value", out var value) ? value : pair.GetValueOrDefault("v");
        }

        return map;
    }

    private bool Contains(object? whole, object? part)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Step();
        return (whole, part) switch
        {
            (string a, string b) => a.Contains(b, StringComparison.Ordinal),
            (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => b.All(y => a.Any(x => Contains(x, y))),
            (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => b.All(p => a.TryGetValue(p.Key, out var x) && Contains(x, p.Value)),
            _ => ExprValues.AreEqual(whole, part),
        };
    }

    private static Dictionary<string, object?>? Captured(Match match) => match.Success
        ? match.Groups.Values.Where(g => !char.IsAsciiDigit(g.Name[0])).ToDictionary(g => g.Name, g => (object?)(g.Success ? g.Value : null), StringComparer.Ordinal)
        : null;
}
