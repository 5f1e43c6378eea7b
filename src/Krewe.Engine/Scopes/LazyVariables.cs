using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Krewe.Engine;

/// <summary>Variables worked out when asked for, so that a scope costs nothing for names that no tag uses.</summary>
internal abstract class LazyVariables : IReadOnlyDictionary<string, object?>
{
    public abstract IEnumerable<string> Keys { get; }

    public IEnumerable<object?> Values => this.Select(pair => pair.Value);

    public int Count => Keys.Count();

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public abstract bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var key in Keys)
        {
            if (TryGetValue(key, out var value))
            {
                yield return new KeyValuePair<string, object?>(key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
