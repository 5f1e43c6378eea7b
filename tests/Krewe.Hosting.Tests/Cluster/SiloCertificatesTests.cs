using System.Security.Cryptography.X509Certificates;
using Krewe.Client;
using Krewe.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Hosting.Tests.Cluster;

/// <summary>By what silos know each other.</summary>
public sealed class SiloCertificatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-silo-tls-");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly CertificateAuthority _authority;
    private readonly EngineSiloTls _files;

    public SiloCertificatesTests()
    {
        _authority = new CertificateAuthority(_folder.FullName);
        var (certificate, key) = _authority.Issue("own");
        _files = new EngineSiloTls(certificate, key, _authority.Path);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Certificate_Of_The_Authority_Is_A_Silos_While_It_Is_Valid()
    {
        var certificates = new SiloCertificates(_files, _time);
        using var other = Load(_authority.Issue("other", TimeSpan.FromDays(1)).Certificate);

        Assert.True(certificates.IsOfSilo(other));
        Assert.True(certificates.Own.HasPrivateKey);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.False(certificates.IsOfSilo(other));
    }

    [Fact]
    public void Certificate_Of_Another_Authority_Is_Nobodys_Also_If_It_Has_The_Same_Name()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere");
        using var stranger = new CertificateAuthority(elsewhere.FullName);
        using var other = Load(stranger.Issue("own").Certificate);
        using var root = Load(stranger.Path);
        var certificates = new SiloCertificates(_files, _time);

        Assert.False(certificates.IsOfSilo(other));
        Assert.False(certificates.IsOfSilo(root));
    }

    [Fact]
    public void Files_That_Were_Exchanged_Are_Read_Again_And_Broken_Ones_Are_Not_Taken()
    {
        var certificates = new SiloCertificates(_files, _time);
        var first = certificates.Own.Thumbprint;

        _authority.Issue("own");
        Assert.Equal(first, certificates.Own.Thumbprint);
        _time.Advance(TimeSpan.FromMinutes(2));
        var second = certificates.Own.Thumbprint;
        File.WriteAllText(_files.Key, "half a file");
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.NotEqual(first, second);
        Assert.Equal(second, certificates.Own.Thumbprint);
    }

    [Fact]
    public void Files_That_Do_Not_Go_Together_Are_Refused_With_What_Is_Wrong()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere");
        using var stranger = new CertificateAuthority(elsewhere.FullName);
        var (_, otherKey) = _authority.Issue("other");

        foreach (var (files, says) in new[]
        {
            (_files with { Authority = stranger.Path }, "own.pem is not valid under"),
            (_files with { Certificate = Path.Combine(_folder.FullName, "none.pem") }, "none.pem"),
            (_files with { Key = otherKey }, ""),
            (_files with { Key = _files.Certificate }, ""),
        })
        {
            var refused = Assert.Throws<KreweException>(() => new SiloCertificates(files, _time));
            Assert.StartsWith("certificates between servers: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
    }

    private static X509Certificate2 Load(string file) => X509CertificateLoader.LoadCertificateFromFile(file);
}
