using System.Buffers.Text;
using System.Text;
using Krewe.Client;

namespace Krewe.Hosting;

/// <summary>Texts that stand for places in lists: opaque to clients, so that what is in them may change.</summary>
internal static class PageTokens
{
    /// <summary>The token of some parts; all but the last are without blanks.</summary>
    public static string Of(string parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(parts));

    /// <summary>The parts of a token; null when there is none.</summary>
    /// <exception cref="KreweException">It is not one of ours.</exception>
    public static string[]? PartsOf(string? token, int count)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        return Base64Url.IsValid(token) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(' ', count) is var parts && parts.Length == count ? parts : throw NotOurs();
    }

    /// <summary>The moment that a part stands for, in milliseconds.</summary>
    /// <exception cref="KreweException">It stands for none.</exception>
    public static DateTimeOffset MomentOf(string part) =>
        long.TryParse(part, out var moment) && moment > DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && moment < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(moment)
            : throw NotOurs();

    private static KreweException NotOurs() => new(KreweErrorCode.InvalidArgument, "cursor: it is not one of ours; send the \"cursor\" of the page before");
}
