namespace Krewe.Executors;

/// <summary>Values of secrets, for steps that refer to them.</summary>
public interface ISecretValues
{
    /// <summary>The value of one key, or null when the secret or the key does not exist.</summary>
    string? Read(string name, string key);
}
