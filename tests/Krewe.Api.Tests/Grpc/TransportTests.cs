using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argo.Info;
using Argo.Workflows;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Both protocols on one port, with TLS and without, and who is let in.</summary>
public sealed class TransportTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_Port_Without_Tls_Serves_Both_Versions_Of_Http()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0 }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };

        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20, HttpVersion.Version11 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/version") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await http.SendAsync(request, Token);
            Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version));
        }
    }

    [Fact]
    public async Task Preface_That_Comes_In_Parts_Is_Known()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Token);
        var stream = socket.GetStream();
        foreach (var part in new[] { "PR", "I * HTTP/2.0\r\n\r", "\nSM\r\n\r\n" })
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(part), Token);
            await stream.FlushAsync(Token);
        }

        var frame = new byte[9];
        await stream.ReadExactlyAsync(frame, Token);

        // The server begins with its settings, which is frame type 4 on stream 0.
        Assert.Equal((4, 0), (frame[3], frame[8]));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PRI ")]
    public async Task What_Only_Begins_Like_The_Preface_Is_Http_1(string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Token);
        await stream.WriteAsync("UT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 4", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_Serves_Calls_And_Requests()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, Certificate = certificate }, Token);
        using var channel = GrpcChannel.ForAddress(gateway.Address, new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });
        using var http = new HttpClient(Handler()) { BaseAddress = gateway.Address };

        var version = await new InfoService.InfoServiceClient(channel).GetVersionAsync(new GetVersionRequest(), cancellationToken: Token);
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new WorkflowService.WorkflowServiceClient(channel).GetWorkflowAsync(new WorkflowGetRequest { Namespace = "argo", Name = "no-such" }, cancellationToken: Token));

        Assert.NotEmpty(version.Version_);
        Assert.Equal((StatusCode.NotFound, "workflows.argoproj.io \"no-such\" not found"), (refused.StatusCode, refused.Status.Detail));
        Assert.Contains(version.Version_, await http.GetStringAsync("/api/v1/version", Token), StringComparison.Ordinal);

        SocketsHttpHandler Handler() => new()
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString() },
        };
    }

    [Fact]
    public async Task Browsers_Are_Answered_Only_Where_That_Is_Switched_On()
    {
        foreach (var on in new[] { true, false })
        {
            await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, GrpcWeb = on }, Token);
            using var channel = GrpcChannel.ForAddress(gateway.Address, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWebText, new HttpClientHandler()), HttpVersion = HttpVersion.Version11 });
            var info = new InfoService.InfoServiceClient(channel);
            if (on)
            {
                Assert.NotEmpty((await info.GetVersionAsync(new GetVersionRequest(), cancellationToken: Token)).Version_);
            }
            else
            {
                await Assert.ThrowsAsync<RpcException>(async () => await info.GetVersionAsync(new GetVersionRequest(), cancellationToken: Token));
            }
        }
    }

    [Fact]
    public async Task Pages_Of_The_Allowed_Origin_May_Ask_What_Calls_Need()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, GrpcWeb = true, AllowedOrigin = "https://ui.example" }, Token);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var request = new HttpRequestMessage(HttpMethod.Options, "/info.InfoService/GetVersion") { Headers = { { "Origin", "https://ui.example" }, { "Access-Control-Request-Headers", "x-grpc-web" } } };

        using var response = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("X-Grpc-Web", response.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Contains("Grpc-Status", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_Answer_Says_Which_Version_It_Is_From()
    {
        using var client = await server.GrpcClientAsync(new CreateTokenRequest { Name = "versioned", Role = AccessRole.Viewer });
        using var sound = new InfoService.InfoServiceClient(client.Channel).GetVersionAsync(new GetVersionRequest(), client.Headers, cancellationToken: Token);
        using var refused = new WorkflowService.WorkflowServiceClient(client.Channel).GetWorkflowAsync(new WorkflowGetRequest { Namespace = "argo", Name = "no-such" }, client.Headers, cancellationToken: Token);

        var version = await sound;
        await Assert.ThrowsAsync<RpcException>(async () => await refused);

        Assert.Equal(version.Version_, (await sound.ResponseHeadersAsync).GetValue("argo-version"));
        Assert.Equal(version.Version_, (await refused.ResponseHeadersAsync).GetValue("argo-version"));
    }

    [Fact]
    public async Task Caller_May_Do_What_Their_Token_Says()
    {
        using var nobody = new GrpcClient(GrpcChannel.ForAddress(server.Address), null);
        using var forger = new GrpcClient(GrpcChannel.ForAddress(server.Address), "nonsense");
        using var viewer = await server.GrpcClientAsync(new CreateTokenRequest { Name = "rpc-viewer", Role = AccessRole.Viewer, Namespaces = ["argo"] });
        using var stranger = await server.GrpcClientAsync(new CreateTokenRequest { Name = "rpc-stranger", Role = AccessRole.Editor, Namespaces = ["other"] });
        const string create = """{"namespace":"argo","workflow":{"metadata":{"generateName":"x-"},"spec":{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}}}""";

        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(nobody, "ListWorkflows", """{"namespace":"argo"}"""));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(nobody, "GetVersion", "{}"));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(nobody, "WatchWorkflows", """{"namespace":"argo"}"""));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(forger, "ListWorkflows", """{"namespace":"argo"}"""));
        Assert.Equal(StatusCode.OK, await StatusAsync(viewer, "ListWorkflows", """{"namespace":"argo"}"""));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(viewer, "ListWorkflows", "{}"));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(viewer, "CreateWorkflow", create));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(stranger, "GetArchivedWorkflow", $$"""{"uid":"{{server.FinishedUid}}"}"""));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(nobody, "ReceiveEvent", """{"namespace":"argo","payload":{}}"""));
    }

    [Theory]
    [InlineData("/api/v1/workflows/argo")]
    [InlineData("/api/krewe/v1/tokens")]
    [InlineData("/workflow.WorkflowService/NoSuchMethod")]
    public async Task Request_That_Says_It_Is_A_Call_Is_Checked_Like_Any_Other(string path)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(path.StartsWith("/api", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path)
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent([]),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

            using var response = await http.SendAsync(request, Token);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Message_Beyond_The_Bound_Is_Refused()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, MaxRequestBytes = 2000 }, Token);
        using var client = new GrpcClient(GrpcChannel.ForAddress(gateway.Address), null);

        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(client, "CollectEvent", $$"""{"name":"{{new string('x', 2100)}}"}"""));
    }

    [Fact]
    public async Task Message_That_Is_None_Is_The_Callers_Mistake()
    {
        using var client = await server.GrpcClientAsync(new CreateTokenRequest { Name = "garbled", Role = AccessRole.Viewer });
        var method = new Method<byte[], byte[]>(MethodType.Unary, "info.InfoService", "CollectEvent", Marshallers.Create<byte[]>(static bytes => bytes, static bytes => bytes), Marshallers.Create<byte[]>(static bytes => bytes, static bytes => bytes));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(client.Headers, cancellationToken: Token), [0x0A, 0x7F]));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Too_Many_Calls_Are_Turned_Away_In_The_Words_Of_Grpc()
    {
        await using var gateway = await HttpGateway.StartAsync(server.Workflows, new GatewayOptions { Port = 0, RequestsPerSecond = 1 }, Token);
        using var client = new GrpcClient(GrpcChannel.ForAddress(gateway.Address), null);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StatusAsync(client, "GetVersion", "{}")));

        Assert.Contains(StatusCode.OK, statuses);
        Assert.Contains(StatusCode.ResourceExhausted, statuses);
    }

    private static async Task<StatusCode> StatusAsync(GrpcClient client, string method, string request)
    {
        try
        {
            if (GrpcClient.Operation(method).IsStream)
            {
                await client.FollowAsync(method, request, 1, Token);
            }
            else
            {
                await client.AskAsync(method, request, Token);
            }

            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
