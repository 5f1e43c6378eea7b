using System.Security.Authentication;
using Krewe.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Krewe.Hosting;

/// <summary>Has silos speak TLS, and with each other alone.</summary>
internal static class SiloTlsExtensions
{
    /// <summary>Both ends of every connection show a certificate of the silos' own authority; names and addresses in it do not count, since silos move.</summary>
    /// <exception cref="KreweException">The files cannot be used.</exception>
    public static ISiloBuilder UseSiloTls(this ISiloBuilder silo, EngineSiloTls files)
    {
        var certificates = new SiloCertificates(files, TimeProvider.System);
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<ILogger<SiloCertificates>>((_, logger) => certificates.Logger = logger);
        return silo.UseTls(tls =>
        {
            tls.LocalCertificate = certificates.Own;
            tls.LocalServerCertificateSelector = (_, _) => certificates.Own;
            tls.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own;
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.RemoteCertificateValidation = (certificate, _, _) => certificate is not null && certificates.IsOfSilo(certificate);
            tls.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            tls.CheckCertificateRevocation = false;
            tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = "krewe-silo";
        });
    }
}
