namespace Krewe.Hosting;

/// <summary>What the <c>flags</c> of a <c>resource</c> template name, in the manner of kubectl's arguments. Pure.</summary>
/// <param name="Kind">Kind as it was written, such as <c>workflow</c> or <c>cm</c>; null when the manifest names it.</param>
/// <param name="Names">Names of the objects.</param>
/// <param name="Selector">Label selector in place of names.</param>
/// <param name="Namespace">Namespace, when it is not the run's.</param>
internal sealed record ResourceFlags(string? Kind, IReadOnlyList<string> Names, string? Selector, string? Namespace)
{
    // They change how kubectl talks to its server, not what is done.
    private static readonly string[] WithoutEffect = ["--validate", "--force", "--wait", "--ignore-not-found", "--grace-period", "--timeout", "--cascade", "--now", "--field-manager", "--server-side", "--force-conflicts", "--overwrite"];

    private static readonly string[] WithValue = ["--grace-period", "--timeout", "--field-manager"];

    /// <exception cref="ResourceFault">A flag is not known here.</exception>
    public static ResourceFlags Parse(IReadOnlyList<string> flags)
    {
        var words = new List<string>();
        string? selector = null;
        string? @namespace = null;
        for (var i = 0; i < flags.Count; i++)
        {
            var (flag, value) = flags[i].Split('=', 2) is [var name, var text] && name.StartsWith('-') ? (name, text) : (flags[i], null);
            switch (flag)
            {
                case "--selector" or "-l":
                    selector = value ?? Next(flags, ref i);
                    break;
                case "--namespace" or "-n":
                    @namespace = value ?? Next(flags, ref i);
                    break;
                case var known when WithoutEffect.Contains(known):
                    _ = value is null && WithValue.Contains(known) ? Next(flags, ref i) : null;
                    break;
                case var unknown when unknown.StartsWith('-'):
                    throw new ResourceFault($"the flag '{unknown}' of kubectl means nothing to this engine; it knows --selector, --namespace, and a kind with names");
                default:
                    words.Add(flag);
                    break;
            }
        }

        // kind/name is one word of both.
        if (words is [var both] && both.Split('/') is [var before, var after])
        {
            words = [before, after];
        }

        return new ResourceFlags(words.FirstOrDefault(), [.. words.Skip(1)], selector, @namespace);
    }

    private static string Next(IReadOnlyList<string> flags, ref int i) =>
        ++i < flags.Count ? flags[i] : throw new ResourceFault($"the flag '{flags[i - 1]}' has no value");
}
