using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Krewe.Testing;

/// <summary>An authority of the tests' own, which issues certificates as PEM files.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _folder;

    /// <summary>Makes it, with its certificate in a folder.</summary>
    public CertificateAuthority(string folder, string name = "authority")
    {
        _folder = folder;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(10));
        Path = Write($"{name}.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>File of its own certificate.</summary>
    public string Path { get; }

    /// <summary>Issues a certificate, into files that may be there already.</summary>
    /// <returns>The files of the certificate and of its key.</returns>
    public (string Certificate, string Key) Issue(string name, TimeSpan? validFor = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow + (validFor ?? TimeSpan.FromDays(90)), RandomNumberGenerator.GetBytes(16));
        return (Write($"{name}.pem", issued.ExportCertificatePem()), Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string Write(string name, string pem)
    {
        var file = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(file, pem);
        return file;
    }
}
