using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Krewe.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Hosting;

/// <summary>The certificate of a silo and the authority of all, from files that may be exchanged while it runs. Thread-safe.</summary>
internal sealed partial class SiloCertificates
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);
    private readonly EngineSiloTls _files;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Pair _pair;
    private DateTimeOffset _readAt;

    /// <summary>Reads the files.</summary>
    /// <exception cref="KreweException">They cannot be read, or do not go together.</exception>
    public SiloCertificates(EngineSiloTls files, TimeProvider time)
    {
        (_files, _time) = (files, time);
        try
        {
            _pair = Read(files, time.GetUtcNow());
        }
        catch (Exception wrong) when (IsOfFiles(wrong))
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "certificates between servers: " + wrong.Message, wrong);
        }

        _readAt = time.GetUtcNow();
    }

    /// <summary>Told of files that cannot be read again.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The silo's own certificate with its key.</summary>
    public X509Certificate2 Own => Now().Own;

    /// <summary>Whether the authority has issued a certificate, and it is valid now.</summary>
    public bool IsOfSilo(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return IsIssued(certificate, Now().Authority, _time.GetUtcNow(), out _);
    }

    private Pair Now()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (now - _readAt > ReadAgainAfter)
            {
                _readAt = now;
                try
                {
                    _pair = Read(_files, now);
                }
                catch (Exception wrong) when (IsOfFiles(wrong))
                {
                    // Half exchanged, perhaps: what was read last may do yet.
                    LogUnreadable(Logger, wrong.Message);
                }
            }

            return _pair;
        }
    }

    private static Pair Read(EngineSiloTls files, DateTimeOffset now)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(files.Authority);
        using var read = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        if (!IsIssued(read, authority, now, out var why))
        {
            throw new CryptographicException($"{files.Certificate} is not valid under {files.Authority}: {why}");
        }

        // A key that was read apart is not usable for TLS everywhere; one that comes with its certificate is.
        return new Pair(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null), authority);
    }

    private static bool IsIssued(X509Certificate2 certificate, X509Certificate2Collection authority, DateTimeOffset now, out string why)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.ExtraStore.AddRange(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        var valid = chain.Build(certificate);
        why = string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct(StringComparer.Ordinal));
        return valid;
    }

    private static bool IsOfFiles(Exception failure) => failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    [LoggerMessage(EventId = 340, Level = LogLevel.Warning, Message = "certificates between servers cannot be read again, the last ones go on: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);

    private sealed record Pair(X509Certificate2 Own, X509Certificate2Collection Authority);
}
