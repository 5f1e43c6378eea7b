using System.Text;

namespace Krewe.Client;

/// <summary>Builds the query part of an address; null values are left out.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string key, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(key).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public QueryText Add(string key, bool value) => value ? Add(key, "true") : this;

    public QueryText Add(string key, DateTimeOffset? value) => Add(key, value?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"));

    public override string ToString() => _text.ToString();
}
