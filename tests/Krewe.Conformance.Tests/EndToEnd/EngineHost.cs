using System.Text.Json.Nodes;
using Krewe.Api;
using Krewe.Client;
using Krewe.Hosting;

namespace Krewe.Conformance;

/// <summary>A real engine in a folder of its own, with stand-ins for the programs of the tests' images.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly KreweEngine? _engine;
    private readonly DirectoryInfo _folder;
    private readonly ApiServer? _server;
    private HttpGateway? _gateway;

    private EngineHost(KreweEngine engine, DirectoryInfo folder, ApiServer? server)
    {
        _engine = engine;
        _folder = folder;
        _server = server;
        Service = engine.Workflows;
        Arguments = ["--data", Path.Combine(folder.FullName, "data")];
    }

    /// <summary>A server that somebody else has started.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="folder">The folder that was prepared for it.</param>
    public EngineHost(ServerAddress address, DirectoryInfo folder)
    {
        _folder = folder;
        Service = new RemoteWorkflowService(address);
        Arguments = ["--server", address.Address.ToString(), .. address.Token is { } token ? ["--token", token] : Array.Empty<string>()];
        Authorization = address.Token is { } text ? text.Contains(' ', StringComparison.Ordinal) ? text : "Bearer " + text : null;
        Http = new HttpClient { BaseAddress = address.Address };
    }

    /// <summary>By which the command line finds the engine.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Reaches the API as a foreign client does; null until it is open.</summary>
    public HttpClient? Http { get; private set; }

    /// <summary>What such a client proves with who it is.</summary>
    public string? Authorization { get; private set; }

    public IWorkflowService Service { get; }

    public string Secrets => Path.Combine(_folder.FullName, "secrets");

    private string ConfigMaps => Path.Combine(Secrets, "configmaps");

    /// <summary>Programs of ours that stand in for those of images.</summary>
    public static string StandIns => Path.Combine(AppContext.BaseDirectory, "StandIns");

    /// <param name="serve">Whether other processes may talk to it.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<EngineHost> StartAsync(bool serve, CancellationToken cancellationToken)
    {
        LookInStandIns();
        var folder = Directory.CreateTempSubdirectory("krewe-");
        folder.CreateSubdirectory("secrets/configmaps");
        var engine = await KreweEngine.StartAsync(
            new KreweEngineOptions
            {
                DataFolder = Path.Combine(folder.FullName, "data"),
                Config = ServerUnderTest.Config,
                Settings = Settings(Path.Combine(folder.FullName, "secrets"), "argosay"),
            },
            cancellationToken).ConfigureAwait(false);
        var server = serve ? await ApiServer.StartAsync(engine.Workflows, new DataFolder(Path.Combine(folder.FullName, "data")).SocketPath, cancellationToken).ConfigureAwait(false) : null;
        return new EngineHost(engine, folder, server);
    }

    /// <summary>Settings of a run whose test image is stood in for by that program.</summary>
    public static RunSettings Settings(string secrets, string standIn)
    {
        var program = Path.Combine(StandIns, standIn);
        return new RunSettings
        {
            SecretsDirectory = secrets,
            Shims = new Dictionary<string, string>(StringComparer.Ordinal) { ["argoproj/argosay"] = program, ["argoproj/argosay:v1"] = program, ["argoproj/argosay:v2"] = program },
        };
    }

    /// <summary>Opens the API to foreign clients, who need a token.</summary>
    public async Task OpenAsync(string managedNamespace, CancellationToken cancellationToken)
    {
        if (_engine is null)
        {
            return;
        }

        var options = new GatewayOptions { Port = 0, Authentication = GatewayAuthentication.Client, ManagedNamespace = managedNamespace };
        _gateway = await HttpGateway.StartAsync(Service, options, cancellationToken).ConfigureAwait(false);
        var token = await Service.CreateTokenAsync(new CreateTokenRequest { Name = "conformance", Role = AccessRole.Admin }, cancellationToken).ConfigureAwait(false);
        Authorization = "Bearer " + token.Text;
        Http = new HttpClient { BaseAddress = _gateway.Address };
    }

    public void PutConfigMap(string name, JsonNode? data)
    {
        var folder = Directory.CreateDirectory(Path.Combine(ConfigMaps, name));
        foreach (var (key, value) in data as JsonObject ?? [])
        {
            File.WriteAllText(Path.Combine(folder.FullName, key), JsonValues.Text(value));
        }
    }

    public void DeleteConfigMap(string name)
    {
        var folder = Path.Combine(ConfigMaps, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync().ConfigureAwait(false);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        if (_engine is null)
        {
            await Service.DisposeAsync().ConfigureAwait(false);
            return;
        }

        await _engine.DisposeAsync().ConfigureAwait(false);
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A step that was killed may still be writing; the system clears its temporary folder.
        }
    }

    private static void LookInStandIns()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        if (!path.Split(':').Contains(StandIns, StringComparer.Ordinal))
        {
            // Last, so that the real program is taken where there is one.
            Environment.SetEnvironmentVariable("PATH", $"{path}:{StandIns}");
        }
    }
}
