using System.Text;
using Krewe.Executors.Http;
using Krewe.Model;

namespace Krewe.Executors.Tests;

public sealed class HttpExecutorTests : ISecretValues, IDisposable
{
    private readonly HttpRequests _requests;
    private readonly HttpExecutor _executor;
    private int _count;

    public HttpExecutorTests()
    {
        _requests = new HttpRequests(this);
        _executor = new HttpExecutor(_requests, TimeProvider.System);
    }

    public void Dispose() => _requests.Dispose();

    string? ISecretValues.Read(string name, string key) => (name, key) switch
    {
        ("api", "token") => "Bearer abc",
        ("api", "broken") => "a\r\nX-Evil: 1",
        _ => null,
    };

    [Fact]
    public async Task Request_CarriesMethodHeadersAndBody()
    {
        string? authorization = null;
        using var server = LocalServer.Start(async c =>
        {
            authorization = c.Request.Headers["Authorization"];
            using var reader = new StreamReader(c.Request.InputStream);
            var text = $"{c.Request.HttpMethod} {c.Request.RawUrl} {c.Request.Headers["X-A"]} {c.Request.ContentType} {c.Request.Headers["Authorization"]} {await reader.ReadToEndAsync()}";
            c.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
        });

        var report = await RunAsync($$$$"""{"url":"{{{{server.Url}}}}/p?q=1","method":"PUT","body":"{}","headers":[{"name":"X-A","value":"1"},{"name":"Content-Type","value":"application/json"},{"name":"Authorization","valueFrom":{"secretKeyRef":{"name":"api","key":"token"}}}]}""");

        Assert.True(report.Phase == NodePhase.Succeeded, report.Message);
        Assert.Equal("Bearer abc", authorization);
        // The server says it again; the result is kept and shown.
        Assert.Equal("PUT /p?q=1 1 application/json *** {}", report.Outputs!.Result);
    }

    [Fact]
    public async Task Body_MayBeBytes_AndMethodIsGetByDefault()
    {
        using var server = LocalServer.Start(async c =>
        {
            using var copy = new MemoryStream();
            await c.Request.InputStream.CopyToAsync(copy);
            c.Response.Close(Encoding.UTF8.GetBytes(c.Request.HttpMethod + " " + Convert.ToHexString(copy.ToArray())), willBlock: false);
        });

        var get = await RunAsync($$"""{"url":"{{server.Url}}"}""");
        var post = await RunAsync($$$"""{"url":"{{{server.Url}}}","method":"POST","bodyFrom":{"bytes":"AAH/"}}""");

        Assert.Equal("GET ", get.Outputs!.Result);
        Assert.Equal("POST 0001FF", post.Outputs?.Result ?? post.Message);
    }

    [Theory]
    [InlineData(200, null, NodePhase.Succeeded, null)]
    [InlineData(204, null, NodePhase.Succeeded, null)]
    [InlineData(404, null, NodePhase.Failed, "received non-2xx response code: 404")]
    [InlineData(404, "response.statusCode == 404", NodePhase.Succeeded, null)]
    [InlineData(200, "response.body contains 'yes'", NodePhase.Failed, "successCondition 'response.body contains 'yes'' evaluated false")]
    [InlineData(200, "response.headers['X-Kind'][0] == 'k' && request.method == 'GET'", NodePhase.Succeeded, null)]
    public async Task SuccessCondition_DecidesThePhase(int status, string? condition, string phase, string? message)
    {
        using var server = LocalServer.Start(c =>
        {
            c.Response.StatusCode = status;
            c.Response.Headers["X-Kind"] = "k";
        });

        var report = await RunAsync(new HttpTemplate { Url = server.Url, SuccessCondition = condition });

        Assert.Equal((phase, message), (report.Phase, report.Message));
    }

    [Theory]
    [InlineData("""{"url":"URL","successCondition":"nonsense("}""", "successCondition")]
    [InlineData("""{"url":"ftp://127.0.0.1/"}""", "not an http or https URL")]
    [InlineData("""{"url":"URL","headers":[{"name":"X-A","value":"a\r\nX-Evil: 1"}]}""", "line break")]
    [InlineData("""{"url":"URL","headers":[{"name":"X-A\r\nX-Evil","value":"1"}]}""", "X-Evil")]
    [InlineData("""{"url":"URL","headers":[{"name":"X-A","valueFrom":{"secretKeyRef":{"name":"api","key":"broken"}}}]}""", "line break")]
    [InlineData("""{"url":"URL","headers":[{"name":"X-A","valueFrom":{"secretKeyRef":{"name":"api","key":"none"}}}]}""", "secret 'api'")]
    [InlineData("""{"url":"URL","method":"GET /x HTTP/1.1\r\nX-Evil: 1"}""", "")]
    public async Task WrongRequest_IsAnError_AndCarriesNoForeignHeader(string template, string message)
    {
        var evil = false;
        using var server = LocalServer.Start(c => evil |= c.Request.Headers["X-Evil"] is not null);

        var report = await RunAsync(template.Replace("URL", server.Url, StringComparison.Ordinal));

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.Contains(message, report.Message!, StringComparison.Ordinal);
        Assert.False(evil);
    }

    [Fact]
    public async Task NobodyListening_IsAnError_ThatNamesTheRequest()
    {
        int port;
        using (var server = LocalServer.Start(_ => { }))
            port = server.Port;

        var report = await RunAsync($$"""{"url":"http://127.0.0.1:{{port}}/x?secret=1"}""");

        Assert.Equal(NodePhase.Error, report.Phase);
        Assert.StartsWith($"GET http://127.0.0.1:{port}/x: ", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_FailsTheNode()
    {
        using var server = LocalServer.Start(_ => new TaskCompletionSource().Task);

        var report = await RunAsync($$"""{"url":"{{server.Url}}","timeoutSeconds":1}""");

        Assert.Equal(NodePhase.Failed, report.Phase);
        Assert.EndsWith("within 1 seconds", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_FailsTheNode()
    {
        using var server = LocalServer.Start(_ => new TaskCompletionSource().Task);

        var report = await RunAsync(new HttpTemplate { Url = server.Url }, TimeProvider.System.GetUtcNow().AddMilliseconds(200));

        Assert.Equal((NodePhase.Failed, "Step exceeded its deadline"), (report.Phase, report.Message));
    }

    [Fact]
    public async Task Cancel_EndsTheRequest()
    {
        var arrived = new TaskCompletionSource();
        using var server = LocalServer.Start(_ =>
        {
            arrived.TrySetResult();
            return new TaskCompletionSource().Task;
        });
        var reports = new Reports();
        var work = Work(new HttpTemplate { Url = server.Url }, null);
        await _executor.StartAsync(work, reports, CancellationToken.None);
        await arrived.Task;

        await _executor.CancelAsync(work.Id, new CancelRequest("Stopped with strategy 'Terminate'"), CancellationToken.None);

        var report = await reports.EndAsync();
        Assert.Equal((NodePhase.Failed, "Stopped with strategy 'Terminate'"), (report.Phase, report.Message));
    }

    [Fact]
    public async Task Start_Twice_MakesOneRequest_AndBothHearOfIt()
    {
        var count = 0;
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        using var server = LocalServer.Start(async c =>
        {
            Interlocked.Increment(ref count);
            arrived.TrySetResult();
            await go.Task;
            c.Response.Close();
        });
        var first = new Reports();
        var second = new Reports();
        var work = Work(new HttpTemplate { Url = server.Url }, null);
        await _executor.StartAsync(work, first, CancellationToken.None);
        await arrived.Task;
        await _executor.StartAsync(work, second, CancellationToken.None);
        go.SetResult();

        Assert.Equal(NodePhase.Succeeded, (await second.EndAsync()).Phase);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task BigBody_IsCut()
    {
        using var server = LocalServer.Start(c => c.Response.OutputStream.Write(new byte[300 * 1024]));

        Assert.Equal(256 * 1024, (await RunAsync(new HttpTemplate { Url = server.Url })).Outputs!.Result!.Length);
    }

    private Task<NodeReport> RunAsync(string http) => RunAsync(ExecutorFixture.Parse($$"""{"name":"h","http":{{http}}}""").Http!);

    private async Task<NodeReport> RunAsync(HttpTemplate http, DateTimeOffset? deadline = null)
    {
        var reports = new Reports();
        await _executor.StartAsync(Work(http, deadline), reports, CancellationToken.None);
        return await reports.EndAsync();
    }

    private NodeWork Work(HttpTemplate http, DateTimeOffset? deadline) => new()
    {
        Id = new NodeWorkId("run", "http-" + Interlocked.Increment(ref _count), 0),
        Namespace = "default",
        WorkflowName = "wf",
        NodeName = "wf.h",
        PodName = "wf-h-1",
        ArchiveKeyPrefix = "wf/h",
        Template = new Template { Name = "h", Http = http },
        Deadline = deadline,
    };
}
