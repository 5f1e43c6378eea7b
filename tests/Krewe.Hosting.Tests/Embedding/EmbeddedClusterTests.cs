using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage.PostgreSql;
using Krewe.Testing;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting.Tests.Embedding;

/// <summary>Engines in the hosts of programs that share the work on one PostgreSQL, and know each other by certificates.</summary>
public sealed class EmbeddedClusterTests : IAsyncLifetime
{
    private const string Waits = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: waits-}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps: [[{name: wait, template: wait}], [{name: say, template: say, withItems: [1, 2, 3]}]]
          - {name: wait, suspend: {}}
          - {name: say, container: {image: busybox, command: [echo, hello]}}
        """;

    private readonly TestFolder _folder = new();
    private readonly int[] _ports = [.. FreePorts.Of(2)];
    private CertificateAuthority _authority = null!;
    private PostgreSqlServer _server = null!;
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.Path);
        _authority = new CertificateAuthority(_folder.Path);
        _server = await PostgreSqlServer.StartAsync();
        _database = await _server.CreateSchemaAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_Goes_On_In_The_Other_Host_When_Its_Own_Stops()
    {
        await using var second = await StartAsync("b", _ports[1]);
        Workflow run;
        await using (var first = await StartAsync("a", _ports[0]))
        {
            run = await first.SubmitAsync(Waits);
            await first.WaitAsync(run, now => now.Status?.Nodes?.Values.Any(node => node.Type == NodeType.Suspend) == true);
            Assert.Equal(run.Metadata.Uid, (await second.Workflows.GetAsync(EngineFixture.RefOf(run), Token)).Metadata.Uid);
        }

        await second.Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
        var ended = await second.WaitAsync(run, _ => false);

        Assert.Equal((WorkflowPhase.Succeeded, 3), (ended.Status!.Phase, ended.Status.Nodes!.Values.Count(node => node is { Type: NodeType.Pod, Phase: NodePhase.Succeeded })));
    }

    [Fact]
    public async Task Strangers_Are_Not_Spoken_With()
    {
        await using var host = await StartAsync("a", _ports[0]);
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere"));
        using var stranger = new CertificateAuthority(elsewhere.FullName);
        var (certificate, key) = stranger.Issue("a");
        using var foreign = Usable(certificate, key);
        var (own, ownKey) = _authority.Issue("c");
        using var silo = Usable(own, ownKey);

        Assert.True(await IsHeardAsync(silo));
        Assert.False(await IsHeardAsync(foreign));
        Assert.False(await IsHeardAsync(null));
    }

    [Fact]
    public async Task Cluster_Without_A_Shared_Database_Is_Refused_At_Start()
    {
        using var host = EmbeddedHost.Build(Path.Combine(_folder.Path, "a"), cluster: Cluster("a", _ports[0]));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("a cluster needs a PostgreSQL database that its silos share", refused.Message, StringComparison.Ordinal);
    }

    // A silo that takes a connection waits for what its peer has to say; any other connection it closes.
    private async Task<bool> IsHeardAsync(X509Certificate2? certificate)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _ports[0], Token);
        await using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, presented, _, _) => presented?.Issuer == "CN=authority");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "any", ClientCertificates = certificate is null ? null : [certificate], ApplicationProtocols = [new SslApplicationProtocol("Orleans1")] }, limit.Token);
            await stream.ReadExactlyAsync(new byte[1], limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception closed) when (closed is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    private static X509Certificate2 Usable(string certificate, string key)
    {
        using var read = X509Certificate2.CreateFromPemFile(certificate, key);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
    }

    private KreweClusterOptions Cluster(string name, int port)
    {
        var (certificate, key) = _authority.Issue(name);
        return new KreweClusterOptions { SiloName = name, Port = port, SharedFolder = Path.Combine(_folder.Path, "shared"), Tls = new EngineSiloTls(certificate, key, _authority.Path) };
    }

    private Task<EmbeddedHost> StartAsync(string name, int port) => EmbeddedHost.StartAsync(
        Path.Combine(_folder.Path, name),
        krewe => krewe.Services.AddKrewe(options => options.PostgreSql = new PostgreSqlStoreOptions { ConnectionString = _database, Shared = true }),
        cluster: Cluster(name, port));
}
