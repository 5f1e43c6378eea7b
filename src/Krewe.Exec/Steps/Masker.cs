using System.Text;

namespace Krewe.Exec.Steps;

/// <summary>Replaces secret values in what a step says.</summary>
internal sealed class Masker
{
    /// <summary>Shorter values would blot out ordinary words of a log and protect nothing.</summary>
    public const int ShortestInLogs = 3;

    /// <summary>The same for outputs, which are data: a user's name must not damage ordinary values where it happens to stand in them.</summary>
    public const int ShortestInOutputs = 8;

    private readonly byte[][] _secrets;

    public Masker(IEnumerable<string> secrets, int shortest) =>
        _secrets = [.. secrets.SelectMany(s => s.Split('\n').Append(s)).Select(s => s.Trim('\r', '\n')).Where(s => s.Length >= shortest)
            .Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length).Select(Encoding.UTF8.GetBytes)];

    public bool IsEmpty => _secrets.Length == 0;

    /// <summary>Length of the longest secret less one: how much of a line's end may be the begin of one.</summary>
    public int Overlap => _secrets.Length == 0 ? 0 : _secrets.Max(s => s.Length) - 1;

    public byte[] Mask(ReadOnlySpan<byte> line)
    {
        var output = new List<byte>(line.Length);
        var i = 0;
        while (i < line.Length)
        {
            var length = MatchAt(line[i..]);
            if (length > 0)
                output.AddRange("***"u8);
            else
                output.Add(line[i]);
            i += Math.Max(1, length);
        }
        return [.. output];
    }

    public bool Contains(ReadOnlySpan<byte> line)
    {
        foreach (var secret in _secrets)
        {
            if (line.IndexOf(secret) >= 0)
                return true;
        }
        return false;
    }

    private int MatchAt(ReadOnlySpan<byte> text)
    {
        foreach (var secret in _secrets)
        {
            if (text.StartsWith(secret))
                return secret.Length;
        }
        return 0;
    }
}
