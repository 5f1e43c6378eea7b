using Krewe.Client;
using Krewe.Model;

[assembly: AssemblyFixture(typeof(Krewe.Hosting.Tests.EngineFixture))]

namespace Krewe.Hosting.Tests;

/// <summary>One real engine for all tests of the assembly: SQLite file, grains, local processes.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    // Not below /tmp: steps have a /tmp of their own.
    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
    private readonly ControllerConfig? _config;
    private readonly string? _secrets;
    private KreweEngine? _engine;

    public EngineFixture()
    {
    }

    /// <summary>An engine of one test's own, with settings, and a folder of secrets.</summary>
    internal EngineFixture(ControllerConfig? config, string? secrets = null) => (_config, _secrets) = (config, secrets);

    public string DataFolder => _folder;

    public IWorkflowService Workflows => _engine?.Workflows ?? throw new InvalidOperationException("the engine has not been started");

    public IServiceProvider Services => _engine?.Services ?? throw new InvalidOperationException("the engine has not been started");

    public async ValueTask InitializeAsync() => _engine = await KreweEngine.StartAsync(new KreweEngineOptions
    {
        DataFolder = _folder,
        Config = _config,
        Settings = new RunSettings { PluginsDirectory = Path.Combine(SampleTests.Folder, "plugins"), SecretsDirectory = _secrets },
    });

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The supervisor may still be leaving its folder; what is left lies among temporary files.
        }
    }

    public static Workflow Read(string yaml)
    {
        var set = ManifestReader.Strict.Read(yaml, "test.yaml");
        Assert.False(set.HasErrors, string.Join('\n', set.Diagnostics));
        return set.Of<Workflow>().Single();
    }

    public Task<Workflow> SubmitAsync(string yaml) => SubmitAsync(Read(yaml));

    public Task<Workflow> SubmitAsync(Workflow workflow) =>
        Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = workflow }, TestContext.Current.CancellationToken);

    public async Task<Workflow> RunAsync(string yaml) => await WaitAsync(await SubmitAsync(yaml));

    public async Task<Workflow> WaitAsync(Workflow run)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        Workflow last = run;
        await foreach (var update in Workflows.WatchAsync(RefOf(run), new WatchOptions(), limit.Token))
        {
            last = update.Object;
        }

        return last;
    }

    public async Task WaitForAsync(Workflow run, Func<Workflow, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var update in Workflows.WatchAsync(RefOf(run), new WatchOptions(), limit.Token))
        {
            if (condition(update.Object))
            {
                return;
            }
        }

        Assert.Fail("the run ended before the condition held");
    }

    public static RunRef RefOf(Workflow run) => new(run.Metadata.Namespace!, run.Metadata.Name!, run.Metadata.Uid);
}
