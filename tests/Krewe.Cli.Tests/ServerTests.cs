using Krewe.Cli.Tests.Fakes;
using Krewe.Client;

namespace Krewe.Cli.Tests;

/// <summary>Which server commands talk to.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--server krewe.example:2746", "https://krewe.example:2746/")]
    [InlineData("--argo-server krewe.example:2746 --secure=false", "http://krewe.example:2746/")]
    [InlineData("-s http://127.0.0.1:2746/", "http://127.0.0.1:2746/")]
    [InlineData("-s proxy.example --argo-base-href /argo/", "https://proxy.example/argo/")]
    public async Task Server_Of_The_Command_Line_Is_Used(string flags, string address)
    {
        var cli = Cli();

        Assert.Equal(ExitCodes.Success, await cli.RunAsync(["list", .. flags.Split(' ')]));

        Assert.Equal((address, 0), (cli.Connector.Server?.Address.ToString(), cli.Connector.Connections));
    }

    [Fact]
    public async Task Variables_Of_Argo_Are_Honoured()
    {
        var service = new FakeWorkflowService();
        var cli = Cli(service, ("ARGO_SERVER", "krewe.example:2746"), ("ARGO_TOKEN", "Bearer abc"), ("ARGO_NAMESPACE", "team"), ("ARGO_SECURE", "false"), ("ARGO_BASE_HREF", "/argo"), ("ARGO_HTTP1", "true"));

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("list"));

        Assert.Equal(("http://krewe.example:2746/argo/", "Bearer abc"), (cli.Connector.Server?.Address.ToString(), cli.Connector.Server?.Token));
        Assert.Equal("team", service.LastQuery!.Namespace);
    }

    [Fact]
    public async Task Data_Folder_On_The_Command_Line_Means_This_Machine()
    {
        var cli = Cli(null, ("ARGO_SERVER", "krewe.example:2746"));

        Assert.Equal(ExitCodes.Success, await cli.RunAsync("list", "--data", _folder));
        Assert.Null(cli.Connector.Server);
        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("list", "--data", _folder, "--server", "x:1"));
        Assert.Contains("name one", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_In_Use_Leads_To_Its_Server_And_Namespace()
    {
        var service = new FakeWorkflowService();
        Assert.Equal(ExitCodes.Success, await Cli(null, ("ARGO_TOKEN", "abc")).RunAsync("context", "set", "prod", "--server", "https://krewe.example", "-n", "team"));
        Assert.Equal(ExitCodes.Success, await Cli().RunAsync("context", "use", "prod"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "krewe", "contexts.json")));

        var cli = Cli(service);
        Assert.Equal(ExitCodes.Success, await cli.RunAsync("list"));
        Assert.Equal(("https://krewe.example/", "abc", "team"), (cli.Connector.Server!.Address.ToString(), cli.Connector.Server.Token, service.LastQuery!.Namespace));

        var local = Cli(service);
        Assert.Equal(ExitCodes.Success, await local.RunAsync("list", "--context", "local"));
        Assert.Null(local.Connector.Server);

        var list = Cli();
        Assert.Equal(ExitCodes.Success, await list.RunAsync("context", "list"));
        Assert.Matches(@"\*\s+prod\s+https://krewe.example/\s+team", list.Out);
        Assert.DoesNotContain("abc", list.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, await Cli().RunAsync("context", "delete", "prod"));
        var after = Cli();
        Assert.Equal(ExitCodes.Success, await after.RunAsync("list"));
        Assert.Null(after.Connector.Server);
    }

    [Theory]
    [InlineData("list --context none", "there is no context \"none\"")]
    [InlineData("list --server ftp://x", "is no address of a server")]
    [InlineData("list --server x:1 -H nonsense", "\"name: value\"")]
    [InlineData("context set local --server x:1", "\"local\" is this machine's engine")]
    [InlineData("context set prod", "--server says where")]
    [InlineData("submit x.yaml --server x:1 --shim a=b", "--shim says how this machine runs steps")]
    public async Task Mistakes_Are_Told(string line, string said)
    {
        var cli = Cli();

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync(line.Split(' ')));
        Assert.Contains(said, cli.Error, StringComparison.Ordinal);
    }

    private CliRun Cli(IWorkflowService? service = null, params (string Name, string Value)[] environment) =>
        new(service, environment: name => name == "XDG_CONFIG_HOME" ? _folder : environment.FirstOrDefault(entry => entry.Name == name).Value);
}
