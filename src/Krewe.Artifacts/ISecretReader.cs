namespace Krewe.Artifacts;

/// <summary>Reads values of secrets and config maps by name and key.</summary>
public interface ISecretReader
{
    /// <summary>Value of a secret's key, or null when the secret or the key does not exist.</summary>
    byte[]? ReadSecret(string name, string key);

    /// <summary>Value of a config map's key, or null when it does not exist.</summary>
    byte[]? ReadConfigMap(string name, string key);

    /// <summary>Keys of a secret, or null when it does not exist.</summary>
    IReadOnlyList<string>? SecretKeys(string name);

    /// <summary>Keys of a config map, or null when it does not exist.</summary>
    IReadOnlyList<string>? ConfigMapKeys(string name);
}
