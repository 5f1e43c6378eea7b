using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps tokens in the object store.</summary>
/// <remarks>
/// A text is <c>krewe_NAME_SECRET</c>; the secret has 256 random bits, so that one round of SHA-256 is as good as a slow
/// hash, and is compared in constant time.
/// </remarks>
internal sealed class ServiceTokens(IObjectStore objects, TimeProvider time)
{
    private const string Kind = "ServiceToken";
    private const string Prefix = "krewe_";
    private const int SecretBytes = 32;
    private const int LongestName = 63;
    private const int Most = 1000;

    /// <param name="Token">What is known of it.</param>
    /// <param name="Hash">SHA-256 of the secret, in hexadecimal.</param>
    private sealed record Record(ServiceToken Token, string Hash);

    public async Task<CreatedToken> CreateAsync(CreateTokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Name is not { Length: > 0 and <= LongestName } || !request.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{request.Name}\" is not a name for a token: it has letters, digits, '-', '_' and '.', at most {LongestName}");
        }

        if (request.Role == AccessRole.None || !Enum.IsDefined(request.Role))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "a token needs a role: viewer, runner, editor or admin");
        }

        if (request.LifetimeSeconds is <= 0)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "a token must last for some time");
        }

        if (request.Folders?.Select(folder => folder.Length == 0 ? "a folder of a token needs a path" : Model.Runs.Folders.Problem(folder)).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, wrong);
        }

        var now = time.GetUtcNow();
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var token = new ServiceToken
        {
            Name = request.Name,
            Role = request.Role,
            Namespaces = request.Namespaces is { Count: > 0 } given ? given : null,
            Folders = request.Folders is { Count: > 0 } folders ? folders : null,
            CreatedAt = now,
            ExpiresAt = request.LifetimeSeconds is { } seconds ? now.AddSeconds(seconds) : null,
        };
        var record = JsonSerializer.SerializeToUtf8Bytes(new Record(token, Hash(secret)));
        var written = await objects.PutAsync(KeyOf(request.Name), record, expectedVersion: 0, cancellationToken: cancellationToken).ConfigureAwait(false);
        return written.Status == ObjectWriteStatus.Done
            ? new CreatedToken(Prefix + request.Name + "_" + secret, token)
            : throw new KreweException(KreweErrorCode.AlreadyExists, $"there is a token \"{request.Name}\" already");
    }

    public async Task<IReadOnlyList<ServiceToken>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await objects.ListAsync(new ObjectFilter(Kind), after: null, Most, cancellationToken).ConfigureAwait(false)).Select(found => Read(found).Token)];

    public async Task RevokeAsync(string name, CancellationToken cancellationToken)
    {
        if ((await objects.DeleteAsync(KeyOf(name), cancellationToken: cancellationToken).ConfigureAwait(false)).Status == ObjectWriteStatus.NotFound)
        {
            throw new KreweException(KreweErrorCode.NotFound, $"there is no token \"{name}\"");
        }
    }

    public async Task<ServiceToken?> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        var at = text.LastIndexOf('_');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || at <= Prefix.Length || at - Prefix.Length > LongestName)
        {
            return null;
        }

        var stored = await objects.GetAsync(KeyOf(text[Prefix.Length..at]), cancellationToken).ConfigureAwait(false);
        if (stored is null || Read(stored) is not { } record)
        {
            return null;
        }

        var same = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(record.Hash), Encoding.ASCII.GetBytes(Hash(text[(at + 1)..])));
        return same && (record.Token.ExpiresAt is null || record.Token.ExpiresAt > time.GetUtcNow()) ? record.Token : null;
    }

    private static ObjectKey KeyOf(string name) => new(Kind, "", name);

    private static Record Read(StoredObject stored) => JsonSerializer.Deserialize<Record>(stored.Payload.Span) ?? throw new StorageException("a stored token is empty");

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
