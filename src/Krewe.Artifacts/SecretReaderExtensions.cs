using System.Text;

namespace Krewe.Artifacts;

/// <summary>Values of secrets as text.</summary>
public static class SecretReaderExtensions
{
    /// <summary>Value of a secret's key without the line break that editors leave at the end, or null when the secret or the key does not exist.</summary>
    public static string? ReadSecretText(this ISecretReader secrets, string name, string key)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return secrets.ReadSecret(name, key) is { } value ? Encoding.UTF8.GetString(value).TrimEnd('\n') : null;
    }
}
