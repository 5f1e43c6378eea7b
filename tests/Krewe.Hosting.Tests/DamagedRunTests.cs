using Krewe.Client;
using Krewe.Hosting.Tests.Embedding;
using Krewe.Model;
using Microsoft.Data.Sqlite;

namespace Krewe.Hosting.Tests;

/// <summary>A run whose stored record cannot be read harms no other.</summary>
public sealed class DamagedRunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_With_Nodes_Shows_What_Is_Known_Of_Damaged_Runs_Beside_The_Others()
    {
        await using (var before = await StartAsync())
        {
            foreach (var name in (string[])["good", "ended"])
            {
                await EndAsync(before, await SubmitAsync(before, name, """{duration: "0"}"""));
            }

            await SubmitAsync(before, "waiting", "{}");
        }

        await ExecuteAsync("update run set document = cast(substr(document, 1, 10) || 'xxxxxxx' as blob) where uid = (select uid from run_index where name = 'ended')");
        await ExecuteAsync("update run_log set payload = cast(substr(payload, 1, 10) || 'xxxxxxx' as blob) where rid = (select rid from run_index where name = 'waiting')");
        await using var engine = await StartAsync();
        await EndAsync(engine, await SubmitAsync(engine, "after", """{duration: "0"}"""));

        var list = await engine.Workflows.ListAsync(new ListRunsQuery { Namespace = Namespaces.Default, IncludeNodes = true }, Token);

        Assert.Equal(["after", "waiting", "ended", "good"], list.Items.Select(run => run.Metadata.Name));
        Assert.Equal([false, true, true, false], list.Items.Select(IsDamaged));
        Assert.Equal([WorkflowPhase.Succeeded, WorkflowPhase.Running, WorkflowPhase.Succeeded, WorkflowPhase.Succeeded], list.Items.Select(run => run.Status!.Phase));
        foreach (var name in (string[])["ended", "waiting"])
        {
            var refused = await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetAsync(new RunRef(Namespaces.Default, name), Token));
            Assert.Equal(KreweErrorCode.DataLoss, refused.Code);
            Assert.Contains($"run '{name}'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("--force", (await Assert.ThrowsAsync<KreweException>(() => DeleteAsync(engine, name, force: false))).Message, StringComparison.Ordinal);
            await DeleteAsync(engine, name, force: true);
        }

        list = await engine.Workflows.ListAsync(new ListRunsQuery { Namespace = Namespaces.Default, IncludeNodes = true }, Token);
        Assert.Equal(["after", "good"], list.Items.Select(run => run.Metadata.Name));
    }

    private static Task DeleteAsync(KreweEngine engine, string name, bool force) =>
        engine.Workflows.DeleteAsync(new RunRef(Namespaces.Default, name), new DeleteOptions { Force = force }, Token);

    private static bool IsDamaged(Workflow run) => run.Status?.Conditions?.Any(condition => condition.Type == "RecordDamaged") == true;

    private static Task<Workflow> SubmitAsync(KreweEngine engine, string name, string suspend) => engine.Workflows.CreateAsync(
        new CreateRunRequest
        {
            Namespace = Namespaces.Default,
            Workflow = EngineFixture.Read($"{{kind: Workflow, metadata: {{name: {name}}}, spec: {{entrypoint: main, templates: [{{name: main, suspend: {suspend}}}]}}}}"),
        },
        Token);

    private static async Task EndAsync(KreweEngine engine, Workflow run)
    {
        await foreach (var _ in engine.Workflows.WatchAsync(EngineFixture.RefOf(run), new WatchOptions(), Token))
        {
        }
    }

    private Task<KreweEngine> StartAsync() => KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = _folder.Path }, Token);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "krewe.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Token));
    }
}
