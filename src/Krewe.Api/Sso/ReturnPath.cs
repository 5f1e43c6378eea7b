using Krewe.Client;

namespace Krewe.Api;

/// <summary>Where a browser goes after it has signed in: to a page of this server and nowhere else.</summary>
internal static class ReturnPath
{
    /// <summary>The path to go to.</summary>
    /// <param name="wanted">What the browser asked for: a path, or an address of this server; null for its first page.</param>
    /// <param name="server">Outer address of the server.</param>
    /// <param name="basePath">Path that all of the server is below; empty for none.</param>
    /// <exception cref="KreweException">It is a page of somebody else.</exception>
    public static string Of(string? wanted, Uri server, string basePath)
    {
        if (wanted is not { Length: > 0 })
        {
            return basePath + "/";
        }

        // Browsers take a backslash for a slash, and drop tabs and line ends: nothing of the kind is a page of ours.
        var isPlain = wanted.All(letter => letter is > ' ' and < '\u007f' and not '\\');
        if (isPlain && wanted.StartsWith('/') && !wanted.StartsWith("//", StringComparison.Ordinal))
        {
            return wanted;
        }

        return isPlain && Uri.TryCreate(wanted, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
            && Uri.Compare(address, server, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address.PathAndQuery + address.Fragment
            : throw new KreweException(KreweErrorCode.InvalidArgument, "redirect: this is no page of this server; give a path such as /workflows");
    }
}
