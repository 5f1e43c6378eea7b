using Krewe.Storage.Sql;
using Krewe.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Krewe.Storage.Tests;

/// <summary>A page of a list must come out of an index in order: no scan of the table and no sort, however many rows there are.</summary>
public sealed class QueryPlanTests
{
    public static TheoryData<string, RunFilter> Filters => new()
    {
        { "all", RunFilter.All },
        { "namespace", new RunFilter { Namespace = "ns" } },
        { "phase", new RunFilter { Phases = ["Failed"] } },
        { "namespace and phase", new RunFilter { Namespace = "ns", Phases = ["Failed"] } },
        { "label", new RunFilter { Labels = [LabelRequirement.Is("k", "v")] } },
        { "labels, namespace and phase", new RunFilter { Namespace = "ns", Phases = ["Failed"], Labels = [LabelRequirement.Is("k", "v"), new("m", LabelOperator.Exists, [])] } },
        { "parameter", new RunFilter { Parameters = new Dictionary<string, string> { ["p"] = "v" } } },
        { "template", new RunFilter { WorkflowTemplate = "t" } },
        { "template in a namespace", new RunFilter { Namespace = "ns", WorkflowTemplate = "t" } },
        { "template of either kind", new RunFilter { Namespace = "ns", Template = "t" } },
        { "cluster template", new RunFilter { ClusterWorkflowTemplate = "t" } },
        { "cron", new RunFilter { Namespace = "ns", CronWorkflow = "c" } },
        { "creator", new RunFilter { Creator = "ann" } },
        { "name", new RunFilter { Namespace = "ns", Name = "n" } },
        { "created", new RunFilter { CreatedFrom = DateTimeOffset.UnixEpoch, CreatedBefore = DateTimeOffset.UnixEpoch.AddDays(1) } },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Page_ComesOutOfAnIndexInOrder(string what, RunFilter filter)
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path });
        foreach (var after in new[] { null, new RunCursor(DateTimeOffset.UnixEpoch, "u") })
        {
            var search = new SqliteRunSearch(filter, SqliteRunBranch.Of(filter)[0], RunOrderSql.Of(RunOrder.Newest));
            var sql = search.Page("r.uid, r.labels", after, 51);

            var plan = await ExplainAsync(store.DatabasePath, sql, search.Values);

            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.True(!plan.Split('\n').Any(step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("USING INDEX", StringComparison.Ordinal)), $"{what}: {plan}");
        }
    }

    [Theory]
    [InlineData(null, RunOrder.FinishedLast)]
    [InlineData("ns", RunOrder.FinishedFirst)]
    [InlineData(null, RunOrder.NameUp)]
    [InlineData("ns", RunOrder.NameDown)]
    public async Task Other_Orders_Come_Out_Of_An_Index_Too(string? space, RunOrder order)
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path });
        var filter = new RunFilter { Namespace = space };
        var search = new SqliteRunSearch(filter, SqliteRunBranch.Of(filter)[0], RunOrderSql.Of(order));
        var sql = search.Page("r.uid, r.labels", new RunCursor(DateTimeOffset.UnixEpoch, "u", "n"), 51);

        Assert.DoesNotContain("TEMP B-TREE", await ExplainAsync(store.DatabasePath, sql, search.Values), StringComparison.Ordinal);
    }

    private static async Task<string> ExplainAsync(string path, string sql, IReadOnlyList<object?> values)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return string.Join('\n', steps);
    }
}
