using System.Net.Sockets;
using System.Text.Json;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Supervision;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Asks a daemon whether it serves: by a command, a connection or a request.</summary>
internal sealed class ReadinessProbe(JsonElement probe)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) });
    private int _count;

    public TimeSpan Period => TimeSpan.FromSeconds(Math.Max(1, Number("periodSeconds", 10)));

    private TimeSpan Limit => TimeSpan.FromSeconds(Math.Max(1, Number("timeoutSeconds", 1)));

    public async Task<bool> IsReadyAsync(StepBuilder steps, StepSpec main, SupervisorClient supervisor, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            if (probe.TryGetProperty("exec", out var exec))
                return await ExecAsync(steps, main, exec, supervisor, limit.Token).ConfigureAwait(false);
            if (probe.TryGetProperty("httpGet", out var http))
                return await GetAsync(http, limit.Token).ConfigureAwait(false);
            if (probe.TryGetProperty("tcpSocket", out var tcp))
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port(tcp), limit.Token).ConfigureAwait(false);
                return true;
            }
            return true;
        }
        catch (Exception e) when (e is SocketException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<bool> ExecAsync(StepBuilder steps, StepSpec main, JsonElement exec, SupervisorClient supervisor, CancellationToken cancellationToken)
    {
        var number = (++_count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var folder = Path.Combine(main.Folder, "probe-" + number + "-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var spec = main with { Id = main.Id + "/" + Path.GetFileName(folder), Folder = folder, Argv = steps.Beside(main, [.. exec.GetProperty("command").EnumerateArray().Select(c => c.GetString() ?? "")]), Deadline = 0, TellStart = false, KeepResult = 0, MemoryBytes = 0, MilliCpu = 0 };
        try
        {
            return (await supervisor.RunAsync(spec, attach: false, null, null, cancellationToken).ConfigureAwait(false)).ExitCode == 0;
        }
        finally
        {
            supervisor.Cancel(spec.Id, TimeSpan.Zero);
            supervisor.Forget(spec.Id);
        }
    }

    private static async Task<bool> GetAsync(JsonElement http, CancellationToken cancellationToken)
    {
        var scheme = http.TryGetProperty("scheme", out var s) ? s.GetString()!.ToLowerInvariant() : "http";
        var path = http.TryGetProperty("path", out var p) ? p.GetString() : "/";
        using var response = await Client.GetAsync(new Uri($"{scheme}://127.0.0.1:{Port(http)}{path}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return (int)response.StatusCode is >= 200 and < 400;
    }

    private static int Port(JsonElement element) => element.GetProperty("port") is var port && port.ValueKind == JsonValueKind.Number
        ? port.GetInt32()
        : int.TryParse(port.GetString(), out var number) ? number : throw new NodeFault($"readinessProbe: port \"{port}\" is no number");

    private int Number(string name, int fallback) => probe.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : fallback;
}
