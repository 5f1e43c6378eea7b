using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Api.Tests;

/// <summary>A client that takes nothing has nothing made for it.</summary>
public sealed class SlowClientTests(GatewayFixture server)
{
    private const int Messages = 80;
    private const int MessageBytes = 100 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_Of_A_Client_That_Reads_Nothing_Stops_Soon_And_Others_Go_On()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system takes what it likes");
        var service = DispatchProxy.Create<IWorkflowService, CountingService>();
        var counts = (CountingService)service;
        counts.Inner = server.Workflows;
        await using var gateway = await HttpGateway.StartAsync(service, new GatewayOptions { Port = 0, Authentication = GatewayAuthentication.Off }, Token);
        using var idle = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await idle.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Token);
        await idle.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/workflow-events/idle HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\n\r\n"), Token);
        await idle.ReceiveAsync(new byte[1], Token);

        using var http = new HttpClient { BaseAddress = gateway.Address };
        var text = await http.GetStringAsync("/api/v1/workflow-events/busy", Token);

        Assert.Equal(Messages, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(Messages, counts.Made["busy"]);
        // What waits in the server and the system together is far below a megabyte.
        Assert.InRange(counts.Made.GetValueOrDefault("idle"), 0, 8);
    }

    /// <summary>Tells of changes without end, nearly, and counts them by namespace.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it while it runs.")]
    internal class CountingService : DispatchProxy
    {
        public IWorkflowService Inner { get; set; } = null!;

        public ConcurrentDictionary<string, int> Made { get; } = new(StringComparer.Ordinal);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IWorkflowService.WatchListAsync)
            ? WatchAsync((ListRunsQuery)args![0]!, (CancellationToken)args[1]!)
            : targetMethod.Invoke(Inner, args);

        private async IAsyncEnumerable<WorkflowUpdate> WatchAsync(ListRunsQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["filler"] = new('x', MessageBytes) };
            for (var number = 0; number < Messages; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Made.AddOrUpdate(query.Namespace, 1, static (_, count) => count + 1);
                yield return new WorkflowUpdate { Type = UpdateType.Modified, Object = new Workflow { Metadata = new ObjectMeta { Name = "x", Annotations = annotations } } };
                await Task.Yield();
            }
        }
    }
}
