using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Krewe.Client;

namespace Krewe.Hosting;

/// <summary>The name of a silo, kept in its data folder: the steps that run there are found again by it.</summary>
internal static partial class SiloNames
{
    private const string FileName = "silo-name";

    /// <summary>The name given, else the one kept, else a new one; kept from now on.</summary>
    /// <exception cref="KreweException">The name given is not one, or the folder belongs to a silo of another name.</exception>
    public static string Resolve(string dataFolder, string? given)
    {
        if (given is not null && !Valid().IsMatch(given))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"silo name '{given}' is not valid: up to 63 lower case letters, digits, '-' and '.', beginning and ending with a letter or digit");
        }

        var file = Path.Combine(dataFolder, FileName);
        var kept = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        if (kept is not null)
        {
            return given is null || given == kept
                ? kept
                : throw new KreweException(KreweErrorCode.InvalidArgument, $"data folder '{dataFolder}' belongs to silo '{kept}': start it under that name, or give '{given}' a folder of its own");
        }

        var name = given ?? Made();
        File.WriteAllText(file, name + "\n");
        return name;
    }

    private static string Made()
    {
        var machine = NotAllowed().Replace(Environment.MachineName.ToLowerInvariant(), "-").Trim('-', '.');
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
        return machine.Length == 0 ? suffix : $"{machine[..Math.Min(machine.Length, 50)].Trim('-', '.')}-{suffix}";
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9.-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotAllowed();
}
