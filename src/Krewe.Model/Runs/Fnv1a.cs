using System.Globalization;
using System.Text;

namespace Krewe.Model.Runs;

/// <summary>The 32-bit FNV-1a hash, which Argo puts into node IDs and pod names.</summary>
internal static class Fnv1a
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    public static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = OffsetBasis;
        foreach (var c in text)
        {
            if (!char.IsAscii(c))
            {
                return HashOctets(text.ToString());
            }

            hash = unchecked((hash ^ c) * Prime);
        }

        return hash;
    }

    private static uint HashOctets(string text)
    {
        var hash = OffsetBasis;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ octet) * Prime);
        }

        return hash;
    }

    public static string HashText(string text) => Hash(text).ToString(CultureInfo.InvariantCulture);
}
