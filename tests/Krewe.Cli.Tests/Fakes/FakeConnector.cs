using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed class FakeConnector(IWorkflowService service) : IEngineConnector
{
    public bool IsRunning { get; init; } = true;

    public List<EngineStart> Starts { get; } = [];

    public int Connections { get; private set; }

    public Task<EngineConnection> ConnectAsync(EngineStart start, EngineSharing sharing, CancellationToken cancellationToken)
    {
        Connections++;
        Starts.Add(start);
        return Task.FromResult(new EngineConnection(service, isOwn: !IsRunning));
    }

    /// <summary>The server that was asked for last.</summary>
    public ServerAddress? Server { get; private set; }

    public EngineConnection ConnectTo(ServerAddress server)
    {
        Server = server;
        return new EngineConnection(service, isOwn: false);
    }

    public Task<EngineConnection?> FindRunningAsync(DataFolder data, CancellationToken cancellationToken) =>
        Task.FromResult(IsRunning ? new EngineConnection(service, isOwn: false) : null);
}
