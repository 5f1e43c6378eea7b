namespace Krewe.Executors.Http;

/// <summary>Values of secrets that request headers refer to.</summary>
public interface IHttpSecrets
{
    /// <summary>The value of one key, or null when the secret or the key does not exist.</summary>
    string? Read(string name, string key);
}
