using Krewe.Expressions.Expr;

namespace Krewe.Expressions.Sprig;

/// <summary>Slash paths as text, and URLs; nothing here touches a file.</summary>
internal static class SprigPaths
{
    public static void AddTo(FunctionTable table)
    {
        foreach (var prefix in (string[])["", "os"])
        {
            string Name(string name) => prefix.Length == 0 ? name : "os" + char.ToUpperInvariant(name[0]) + name[1..];
            table
                .Text(Name("base"), Base)
                .Text(Name("dir"), p => p.LastIndexOf('/') is >= 0 and var at ? Clean(p[..(at + 1)]) : ".")
                .Text(Name("ext"), p => p[(p.LastIndexOf('/') + 1)..] is var name && name.LastIndexOf('.') is >= 0 and var at ? name[at..] : "")
                .Text(Name("clean"), Clean)
                .Add(Name("isAbs"), 1, c => c.Text(0).StartsWith('/'));
        }

        table.Add("urlParse", 1, Parse).Add("urlJoin", 1, Join);
    }

    private static string Base(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? (path.Length == 0 ? "." : "/") : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string Clean(string path)
    {
        var rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (!rooted)
            {
                parts.Add(part);
            }
        }

        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    private static Dictionary<string, object?> Parse(FunctionCall call)
    {
        if (!Uri.TryCreate(call.Text(0), UriKind.Absolute, out var url))
        {
            throw call.Error($"\"{call.Text(0)}\" is not an absolute URL");
        }

        return new(StringComparer.Ordinal)
        {
            ["scheme"] = url.Scheme,
            ["host"] = url.IsDefaultPort ? url.Host : url.Authority[(url.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..],
            ["hostname"] = url.Host,
            ["path"] = url.AbsolutePath is "/" && !call.Text(0).EndsWith('/') ? "" : url.AbsolutePath,
            ["query"] = url.Query.TrimStart('?'),
            ["opaque"] = "",
            ["fragment"] = url.Fragment.TrimStart('#'),
            ["userinfo"] = url.UserInfo,
        };
    }

    private static string Join(FunctionCall call)
    {
        string Part(string name) => call.Map(0).TryGetValue(name, out var value) ? SprigValues.ToText(value) : "";
        var user = Part("userinfo") is { Length: > 0 } info ? info + "@" : "";
        var query = Part("query") is { Length: > 0 } q ? "?" + q : "";
        var fragment = Part("fragment") is { Length: > 0 } f ? "#" + f : "";
        return call.Made($"{Part("scheme")}://{user}{Part("host")}{Part("path")}{query}{fragment}");
    }
}
