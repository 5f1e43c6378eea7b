using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Krewe.Testing;

namespace Krewe.Hosting.Tests;

/// <summary>The whole engine on a real PostgreSQL server.</summary>
public sealed class PostgreSqlEngineTests : IAsyncLifetime
{
    private const string Pipeline = """
        metadata: {generateName: pg-}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - {name: a, template: say, withItems: [1, 2, 3]}
            - - {name: b, template: say}
          - name: say
            container: {image: alpine, command: [echo, hello]}
        """;

    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
    private PostgreSqlServer _server = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartAsync();
        _database = await _server.CreateSchemaAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The supervisor may still be leaving its folder; what is left lies among temporary files.
        }
    }

    [Fact]
    public async Task Engine_RunsAndRemembers_OnADatabaseThatCrashes()
    {
        var cancel = TestContext.Current.CancellationToken;
        Workflow ended;
        await using (var engine = await StartAsync(_folder))
        {
            var refusal = await Assert.ThrowsAsync<StorageException>(() => StartAsync(Path.Combine(_folder, "other")));
            Assert.Contains("in use by another engine", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("is in use by process", (await Assert.ThrowsAsync<StorageException>(() => StartAsync(_folder))).Message, StringComparison.Ordinal);

            var run = await engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = EngineFixture.Read(Head + Pipeline) }, cancel);
            await _server.StopAtOnceAsync();
            await _server.StartAgainAsync();
            ended = await WaitAsync(engine.Workflows, run);
            Assert.Equal(WorkflowPhase.Succeeded, ended.Status!.Phase);
        }

        await using var again = await StartAsync(_folder);
        var found = await again.Workflows.GetAsync(EngineFixture.RefOf(ended), cancel);
        Assert.Equal(ended.Status!.Nodes!.Keys.Order(StringComparer.Ordinal), found.Status!.Nodes!.Keys.Order(StringComparer.Ordinal));
    }

    private const string Head = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n";

    private static async Task<Workflow> WaitAsync(IWorkflowService workflows, Workflow run)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var last = run;
        await foreach (var update in workflows.WatchAsync(EngineFixture.RefOf(run), new WatchOptions(), limit.Token))
        {
            last = update.Object;
        }

        return last;
    }

    private Task<KreweEngine> StartAsync(string folder) => KreweEngine.StartAsync(new KreweEngineOptions
    {
        DataFolder = folder,
        PostgreSql = new PostgreSqlStoreOptions { ConnectionString = _database, Exclusive = true },
    });
}
