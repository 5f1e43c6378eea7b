namespace Krewe.Expressions.Expr;

internal static class TextBuiltins
{
    public static void AddTo(FunctionTable table) => table
        .Add("trim", 1, 2, c => c.Made(c.Count == 1 ? c.Text(0).Trim() : c.Text(0).Trim(c.Text(1).ToCharArray())))
        .Add("trimPrefix", 1, 2, c => TrimPrefix(c.Text(0), c.Count > 1 ? c.Text(1) : " "))
        .Add("trimSuffix", 1, 2, c => TrimSuffix(c.Text(0), c.Count > 1 ? c.Text(1) : " "))
        .Text("upper", s => s.ToUpperInvariant())
        .Text("lower", s => s.ToLowerInvariant())
        .Add("split", 2, 3, c => c.Made(Split(c.Text(0), c.Text(1), c.Count > 2 ? c.Int(2) : -1, keep: false)))
        .Add("splitAfter", 2, 3, c => c.Made(Split(c.Text(0), c.Text(1), c.Count > 2 ? c.Int(2) : -1, keep: true)))
        .Add("replace", 3, 4, c => Replace(c, c.Text(0), c.Text(1), c.Text(2), c.Count > 3 ? c.Int(3) : -1))
        .Add("repeat", 2, c => Repeat(c, c.Text(0), c.Int(1)))
        .Add("join", 1, 2, c => Join(c, c.List(0), c.Count > 1 ? c.Text(1) : ""))
        .Add("indexOf", 2, c => (long)c.Text(0).IndexOf(c.Text(1), StringComparison.Ordinal))
        .Add("lastIndexOf", 2, c => (long)c.Text(0).LastIndexOf(c.Text(1), StringComparison.Ordinal))
        .Add("hasPrefix", 2, c => c.Text(0).StartsWith(c.Text(1), StringComparison.Ordinal))
        .Add("hasSuffix", 2, c => c.Text(0).EndsWith(c.Text(1), StringComparison.Ordinal));

    public static string TrimPrefix(string text, string prefix) => prefix.Length > 0 && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    public static string TrimSuffix(string text, string suffix) => suffix.Length > 0 && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    /// <summary>As strings.SplitN: at most <paramref name="limit"/> pieces, all for a negative limit; an empty separator cuts after each character.</summary>
    public static object?[] Split(string text, string separator, long limit, bool keep)
    {
        if (limit == 0)
        {
            return [];
        }

        var pieces = new List<object?>();
        var at = 0;
        while (limit < 0 || pieces.Count < limit - 1)
        {
            var next = separator.Length > 0 ? text.IndexOf(separator, at, StringComparison.Ordinal)
                : at + 1 < text.Length ? at + (char.IsHighSurrogate(text[at]) && at + 2 < text.Length ? 2 : 1) : -1;
            if (next < 0)
            {
                break;
            }

            pieces.Add(text[at..(keep ? next + separator.Length : next)]);
            at = next + separator.Length;
        }

        if (separator.Length > 0 || at < text.Length)
        {
            pieces.Add(text[at..]);
        }

        return [.. pieces];
    }

    public static string Replace(FunctionCall call, string text, string old, string with, long limit)
    {
        call.Budget.Charge(text.Length + (old.Length < with.Length ? (long)with.Length * (text.Length / Math.Max(1, old.Length)) : 0));
        if (limit < 0 && old.Length > 0)
        {
            return text.Replace(old, with, StringComparison.Ordinal);
        }

        var pieces = old.Length == 0 ? null : Split(text, old, limit < 0 ? -1 : limit + 1, keep: false);
        return pieces is null
            ? string.Concat(text.Select((c, i) => (limit < 0 || i < limit ? with : "") + c)) + (limit < 0 || text.Length < limit ? with : "")
            : string.Join(with, pieces);
    }

    public static string Repeat(FunctionCall call, string text, long count)
    {
        if (count < 0)
        {
            throw call.Error($"invalid argument (expected positive integer, got {count})");
        }

        call.Budget.Charge(count > int.MaxValue ? long.MaxValue / 2 : text.Length * count);
        return new System.Text.StringBuilder().Insert(0, text, (int)count).ToString();
    }

    public static string Join(FunctionCall call, IReadOnlyList<object?> list, string between)
    {
        call.Budget.Step(list.Count);
        var texts = list.Select(item => ExprValues.Normalize(item) as string ?? throw call.Error($"every item must be a string, not {ExprValues.TypeName(item)}")).ToArray();
        call.Budget.Charge(texts.Sum(t => (long)t.Length + between.Length));
        return string.Join(between, texts);
    }
}
