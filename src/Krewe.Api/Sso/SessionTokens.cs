using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Krewe.Api;

/// <summary>Writes sessions as tokens, encrypted and signed, and reads them back.</summary>
internal sealed class SessionTokens(IDataProtectionProvider keys)
{
    /// <summary>By this Argo's clients, and we, tell such tokens from others.</summary>
    private const string Prefix = "v2:";

    private readonly IDataProtector _protector = keys.CreateProtector("Krewe.SsoSession");

    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    public string Write(SsoSession session)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(packer, session, SessionJson.Default.SsoSession);
        }

        return Prefix + Base64Url.EncodeToString(_protector.Protect(packed.ToArray()));
    }

    /// <summary>The session; null when the token is not one of ours, or was changed.</summary>
    public SsoSession? Read(string token)
    {
        if (!IsOne(token))
        {
            return null;
        }

        try
        {
            using var packed = new MemoryStream(_protector.Unprotect(Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length))));
            using var unpacker = new BrotliStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize(unpacker, SessionJson.Default.SsoSession);
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
