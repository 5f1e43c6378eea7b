using System.Diagnostics.CodeAnalysis;

namespace Krewe.Engine;

/// <summary><c>steps.*</c> or <c>tasks.*</c> of a template being executed.</summary>
/// <param name="kind"><c>steps</c> or <c>tasks</c>.</param>
/// <param name="find">The producer of that name, if it is visible.</param>
/// <param name="names">Names of all visible producers.</param>
internal sealed class ProducerVariables(string kind, Func<string, Producer?> find, Func<IEnumerable<string>> names) : LazyVariables
{
    public override IEnumerable<string> Keys
    {
        get
        {
            foreach (var name in names())
            {
                if (find(name) is { } producer)
                {
                    foreach (var suffix in producer.Names)
                    {
                        yield return $"{kind}.{name}.{suffix}";
                    }
                }
            }
        }
    }

    public override bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return Split(kind, key) is var (name, suffix) && find(name) is { } producer && producer.TryGet(suffix, out value);
    }

    /// <summary>Takes <c>steps.name.suffix</c> apart.</summary>
    public static (string Name, string Suffix)? Split(string kind, string key)
    {
        if (!key.StartsWith(kind, StringComparison.Ordinal) || key.Length <= kind.Length || key[kind.Length] != '.')
        {
            return null;
        }

        var start = kind.Length + 1;
        var dot = key.IndexOf('.', start);
        return dot < 0 ? null : (key[start..dot], key[(dot + 1)..]);
    }
}
