using Krewe.Cli.Engine;
using Krewe.Cli.Tests.Fakes;
using Krewe.Client;

namespace Krewe.Cli.Tests;

public sealed class EngineConnectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-engine-").FullName;
    private readonly FakeWorkflowService _service = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_Shared_Engine_Is_Found_By_The_Next_Command()
    {
        var start = new EngineStart { Data = new DataFolder(_folder) };
        var connector = new EngineConnector((_, _) => Task.FromResult<IWorkflowService>(_service));

        var first = await connector.ConnectAsync(start, EngineSharing.Now, CancellationToken.None);
        var second = await connector.ConnectAsync(start, EngineSharing.Now, CancellationToken.None);

        Assert.Equal((true, false), (first.IsOwn, second.IsOwn));
        Assert.Equal("v9.9.9", (await second.Service.GetVersionAsync()).Version);

        await second.DisposeAsync();
        Assert.False(_service.IsDisposed);
        await first.DisposeAsync();
        Assert.True(_service.IsDisposed);
        Assert.Null(await connector.FindRunningAsync(start.Data, CancellationToken.None));
    }

    [Fact]
    public async Task A_Socket_File_Left_By_A_Killed_Engine_Is_Replaced()
    {
        var start = new EngineStart { Data = new DataFolder(_folder) };
        await File.WriteAllTextAsync(start.Data.SocketPath, "");
        var connector = new EngineConnector((_, _) => Task.FromResult<IWorkflowService>(_service));

        await using var connection = await connector.ConnectAsync(start, EngineSharing.Now, CancellationToken.None);

        Assert.True(connection.IsOwn);
        Assert.True(await RemoteWorkflowService.IsAnsweringAsync(start.Data.SocketPath));
    }

    [Theory]
    [InlineData("/given", "/env", "/xdg", "/given")]
    [InlineData(null, "/env", "/xdg", "/env")]
    [InlineData(null, null, "/xdg", "/xdg/krewe")]
    [InlineData(null, null, null, "/home/me/.local/share/krewe")]
    public void The_Data_Folder_Is_Given_Or_Found(string? given, string? variable, string? xdg, string expected)
    {
        var folder = DataFolders.Resolve(given, name => name switch { "KREWE_DATA" => variable, "XDG_DATA_HOME" => xdg, "HOME" => "/home/me", _ => null });

        Assert.Equal(expected, folder.Path);
    }
}
