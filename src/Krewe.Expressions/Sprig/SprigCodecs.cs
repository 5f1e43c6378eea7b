using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;

namespace Krewe.Expressions.Sprig;

internal static class SprigCodecs
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    [SuppressMessage("Security", "CA5350", Justification = "sprig offers SHA-1 as a checksum")]
    public static void AddTo(FunctionTable table)
    {
        table
            .Text("b64enc", s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s)))
            .Text("b64dec", s => Encoding.UTF8.GetString(Convert.FromBase64String(s)))
            .Text("b32enc", s => Encode32(Encoding.UTF8.GetBytes(s)))
            .Text("b32dec", s => Encoding.UTF8.GetString(Decode32(s)))
            .Text("sha256sum", s => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s))))
            .Text("sha512sum", s => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(s))))
            .Text("sha1sum", s => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(s))))
            .Text("adler32sum", Adler);
        foreach (var must in (bool[])[false, true])
        {
            string Name(string name) => must ? "must" + char.ToUpperInvariant(name[0]) + name[1..] : name;
            table
                .Add(Name("toJson"), 1, c => c.Made(GoJson.Write(c[0])))
                .Add(Name("toPrettyJson"), 1, c => c.Made(GoJson.Write(c[0], indented: true)))
                .Add(Name("toRawJson"), 1, c => c.Made(GoJson.Write(c[0], html: false)))
                .Add(Name("fromJson"), 1, c => FromJson(c, must));
        }
    }

    private static object? FromJson(FunctionCall call, bool must)
    {
        try
        {
            return ConversionBuiltins.FromJson(call, call.Text(0));
        }
        catch (JsonException) when (!must)
        {
            return null;
        }
    }

    private static string Adler(string text)
    {
        var (a, b) = (1u, 0u);
        foreach (var x in Encoding.UTF8.GetBytes(text))
        {
            a = (a + x) % 65521;
            b = (b + a) % 65521;
        }

        return ((b << 16) | a).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Encode32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            text.Append(Base32[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString().PadRight((text.Length + 7) / 8 * 8, '=');
    }

    private static byte[] Decode32(string text)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            var value = Base32.IndexOf(c, StringComparison.Ordinal);
            buffer = ((buffer << 5) | (value >= 0 ? value : throw new FormatException($"'{c}' is no character of base 32"))) & 0xFFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
