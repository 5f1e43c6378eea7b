using System.Security.Cryptography;
using System.Text;
using Krewe.Client;
using Krewe.Executors.Process;

namespace Krewe.Hosting;

/// <summary>
/// Knows webhooks by their signatures. Clients are configured as in Argo: the secret <c>argo-workflows-webhook-clients</c> has a
/// key per client whose value is YAML with <c>type</c> and <c>secret</c>. Comparisons take the same time whatever is wrong.
/// </summary>
internal sealed class WebhookClients(string? secretsFolder)
{
    private const string Secret = "argo-workflows-webhook-clients";
    private readonly LocalSecrets _secrets = new(secretsFolder);

    public string? Verify(WebhookSignature webhook)
    {
        string? found = null;
        foreach (var name in _secrets.SecretKeys(Secret) ?? [])
        {
            // All are tried, so that the time does not tell which one it was.
            if (_secrets.ReadSecret(Secret, name) is { } bytes && Read(name, Encoding.UTF8.GetString(bytes)) is var (type, secret) && IsSignedBy(type, secret, webhook))
            {
                found ??= name;
            }
        }

        return found;
    }

    private static (string Type, string Secret) Read(string name, string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim().Trim('"', '\'');
            }
        }

        return fields.TryGetValue("type", out var type) && fields.TryGetValue("secret", out var secret) && secret.Length > 0
            ? (type, secret)
            : throw new KreweException(KreweErrorCode.FailedPrecondition, $"secret {Secret}: the client \"{name}\" needs type and secret");
    }

    private static bool IsSignedBy(string type, string secret, WebhookSignature webhook) => type switch
    {
        "github" => IsHash(webhook, "x-hub-signature-256", "sha256=", HMACSHA256.HashData, secret) || IsHash(webhook, "x-hub-signature", "sha1=", Sha1, secret),
        // Bitbucket's server signs as GitHub does; its cloud has a secret id in the hook's own header.
        "bitbucketserver" => IsHash(webhook, "x-hub-signature", "sha256=", HMACSHA256.HashData, secret),
        "bitbucket" => IsHash(webhook, "x-hub-signature", "sha256=", HMACSHA256.HashData, secret) || IsText(webhook, "x-hook-uuid", secret),
        "gitlab" => IsText(webhook, "x-gitlab-token", secret),
        "gitea" => IsHash(webhook, "x-gitea-signature", "", HMACSHA256.HashData, secret) || IsHash(webhook, "x-hub-signature-256", "sha256=", HMACSHA256.HashData, secret),
        "hmac" => IsHash(webhook, "x-signature-256", "sha256=", HMACSHA256.HashData, secret),
        _ => false,
    };

    private static bool IsHash(WebhookSignature webhook, string header, string prefix, Func<byte[], byte[], byte[]> hash, string secret)
    {
        if (!webhook.Headers.TryGetValue(header, out var given) || !given.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(secret), webhook.Body));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(given[prefix.Length..].ToLowerInvariant()));
    }

    // Hashed first, so that the length of the secret does not show either.
    private static bool IsText(WebhookSignature webhook, string header, string secret) =>
        webhook.Headers.TryGetValue(header, out var given)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    // GitHub still sends it beside the newer one, and old servers send nothing else.
#pragma warning disable CA5350
    private static byte[] Sha1(byte[] key, byte[] body) => HMACSHA1.HashData(key, body);
#pragma warning restore CA5350
}
