using System.Security.Cryptography;

namespace Krewe.Hosting;

/// <summary>Ends of generated names, as Kubernetes makes them.</summary>
/// <param name="next">Makes one; null for random ones.</param>
internal sealed class NameSuffixes(Func<string>? next = null)
{
    /// <summary>How many letters an end has.</summary>
    public const int Length = 5;

    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public string Next() => next?.Invoke() ?? RandomNumberGenerator.GetString(Letters, Length);
}
