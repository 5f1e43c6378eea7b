using Krewe.Storage.PostgreSql;
using Krewe.Testing;

namespace Krewe.Storage.Tests;

/// <summary>What the database does to the store, and what the store says to people.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class PostgreSqlFaultTests(PostgreSqlFixture fixture)
{
    private PostgreSqlServer Server => fixture.Server;

    [Fact]
    public async Task Commits_GoThroughOnce_WhenTheServerCrashesUnderThem()
    {
        var database = await Server.CreateSchemaAsync();
        await using var store = await OpenAsync(database);
        await using var committer = new GroupCommitter(store);
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 16).Select(i => WriteAsync(committer, $"r{i}", enough.Token)).ToArray();

        for (var crash = 0; crash < 2; crash++)
        {
            var before = committer.Commits;
            await UntilAsync(() => committer.Commits > before + 100);
            await Server.StopAtOnceAsync();
            await Server.StartAgainAsync();
        }

        var last = committer.Commits;
        await UntilAsync(() => committer.Commits > last + 100);
        await enough.CancelAsync();
        var acknowledged = await Task.WhenAll(writers);
        for (var i = 0; i < writers.Length; i++)
        {
            var run = (await store.LoadAsync($"r{i}"))!;
            Assert.Equal(acknowledged[i], run.LastCommit);
            Assert.All(run.Log, record => Assert.Equal($"r{i}#{record.CommitNo}", RunStoreContract.Text(record.Payload)));
            Assert.Equal($"{run.LastCommit}", (await store.GetAsync($"r{i}"))!.Progress);
        }

        Assert.Equal(0, committer.Uncertain);
        Assert.Equal(acknowledged.Sum(), await UsageAsync(store));
    }

    [Fact]
    public async Task Commit_IsAnsweredByOneOfTwoStores_WhenBothBelieveTheyOwnTheRun()
    {
        var database = await Server.CreateSchemaAsync();
        await using var one = await OpenAsync(database);
        await using var two = await OpenAsync(database);
        var wins = new int[2];
        for (var number = 1; number <= 25; number++)
        {
            var commits = Enumerable.Range(0, 8).Select(i => new RunCommit { RunId = $"r{i}", CommitNo = number, Payload = RunStoreContract.Bytes("x"), Index = RunStoreContract.Row($"r{i}", $"n{i}"), Usage = [UsageOf($"r{i}")] }).ToArray();

            var answers = await Task.WhenAll(one.CommitAsync(commits), two.CommitAsync([.. commits.Reverse()]));

            var second = answers[1].Reverse().ToArray();
            for (var i = 0; i < commits.Length; i++)
            {
                Assert.True(answers[0][i].IsCommitted ^ second[i].IsCommitted, $"commit {number} of r{i}: {answers[0][i].Status} and {second[i].Status}");
                wins[answers[0][i].IsCommitted ? 0 : 1]++;
            }
        }

        Assert.Equal(25 * 8, wins.Sum());
        Assert.Equal(25 * 8, await UsageAsync(two));
    }

    [Fact]
    public async Task Name_IsGivenOnce_WhenTwoStoresCreateAtOnce()
    {
        var database = await Server.CreateSchemaAsync();
        await using var one = await OpenAsync(database);
        await using var two = await OpenAsync(database);
        for (var round = 0; round < 15; round++)
        {
            var answers = await Task.WhenAll(
                one.CommitAsync([RunStoreContract.Create($"a{round}", $"n{round}") with { RequestId = $"qa{round}" }]),
                two.CommitAsync([RunStoreContract.Create($"b{round}", $"n{round}") with { RequestId = $"qb{round}" }]));

            var loser = answers[0][0].IsCommitted ? answers[1][0] : answers[0][0];
            var (winnerUid, loserUid, loserRequest) = answers[0][0].IsCommitted ? ($"a{round}", $"b{round}", $"qb{round}") : ($"b{round}", $"a{round}", $"qa{round}");
            Assert.Equal(new CommitResult(CommitStatus.NameTaken, 0, winnerUid), loser);
            Assert.Null(await one.LoadAsync(loserUid));
            // The loser's request has made nothing, so it may make something now.
            Assert.True((await one.CommitAsync([RunStoreContract.Create($"c{round}", $"c{round}") with { RequestId = loserRequest }]))[0].IsCommitted);
        }
    }

    [Fact]
    public async Task Store_TakesTextThatPostgreSqlDoesNot()
    {
        await using var store = await OpenAsync(await Server.CreateSchemaAsync());
        var row = RunStoreContract.Row("r1", "a") with
        {
            Message = "nul \0 and half a pair \ud83d",
            Labels = new Dictionary<string, string> { ["k"] = "v\0" },
            Parameters = new Dictionary<string, string> { ["long"] = new string('ß', 1024), ["longer"] = new string('x', 100_000) },
        };

        var answers = await store.CommitAsync([RunStoreContract.Create("r1", "a") with { Index = row }, RunStoreContract.Create("r2", "b")]);

        Assert.All(answers, answer => Assert.True(answer.IsCommitted));
        Assert.Equal("nul \uFFFD and half a pair \uFFFD", (await store.GetAsync("r1"))!.Message);
        Assert.Single((await store.ListAsync(new RunFilter { Parameters = new Dictionary<string, string> { ["long"] = new string('ß', 1024) } }, null, 10)).Rows);
    }

    [Fact]
    public async Task Open_SaysWhatIsWrong()
    {
        var database = await Server.CreateDatabaseAsync();
        await Server.SqlAsync("postgres", "do $$ begin if not exists (select from pg_roles where rolname = 'guest') then create role guest login password 'guest'; end if; end $$");
        var (guest, nowhere) = (database.Replace("Username=krewe", "Username=guest", StringComparison.Ordinal).Replace(PostgreSqlServer.Password, "guest", StringComparison.Ordinal), Server.ConnectionString("nowhere"));
        using var folder = new TemporaryFolder();
        var passwordFile = Path.Combine(folder.Path, "password");

        Assert.Contains("refuses the user", await RefusalAsync(database.Replace(PostgreSqlServer.Password, "wrong", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("does not let the user do this", await RefusalAsync(guest), StringComparison.Ordinal);
        Assert.Contains("create it first", await RefusalAsync(nowhere), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", await RefusalAsync("Host=127.0.0.1;Port=1;Database=x;Username=x"), StringComparison.Ordinal);
        Assert.Contains("connection string is wrong", await RefusalAsync("Hoost=x"), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await RefusalAsync(database, passwordFile), StringComparison.Ordinal);

        await File.WriteAllTextAsync(passwordFile, PostgreSqlServer.Password + "\n");
        var withoutPassword = database.Replace(";Password=" + PostgreSqlServer.Password, "", StringComparison.Ordinal);
        await using (await PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = withoutPassword, PasswordFile = passwordFile }))
        {
        }

        await Server.SqlAsync(database, "insert into schema_migration values (9000, '9000_future.sql', 0)");
        Assert.Contains("has schema 9000", await RefusalAsync(database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_GoOnFromThoseStored_WhenTheServersTransactionIdsAreYounger()
    {
        var database = await Server.CreateSchemaAsync();
        await using (var store = await OpenAsync(database))
        {
            await store.CommitAsync([RunStoreContract.Create("r1", "a")]);
            await store.CommitAsync([RunStoreContract.Create("r2", "b")]);
        }

        // As after a restore into a new server: the stored numbers lie far ahead of its transactions.
        await Server.SqlAsync(database, "update run_change set change_no = change_no + (1000000::bigint << 20); update run_index set change_no = change_no + (1000000::bigint << 20)");
        await using var again = await OpenAsync(database);
        var last = (await again.GetAsync("r2"))!.ChangeNumber;

        var next = await again.CommitAsync([RunStoreContract.Create("r3", "c")]);

        Assert.True(next[0].ChangeNumber > last);
        Assert.Equal(["r3"], (await again.ListChangesAsync(last, null, 10)).Changes.Select(change => change.Uid));
    }

    [Fact]
    public async Task Owner_IsKept_UntilACommitNamesAnother()
    {
        await using var store = await OpenAsync(await Server.CreateSchemaAsync());
        await store.CommitAsync([RunStoreContract.Create("r1", "a") with { Owner = "one" }]);
        await store.CommitAsync([RunStoreContract.Next("r1", 2)]);
        Assert.Equal("one", (await store.LoadAsync("r1"))!.Owner);

        await store.CommitAsync([RunStoreContract.Next("r1", 3) with { Owner = "two" }]);

        Assert.Equal("two", (await store.LoadAsync("r1"))!.Owner);
    }

    [Fact]
    public async Task Silos_MigrateInTurn_WhenTheyStartTogether()
    {
        var database = await Server.CreateSchemaAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(database)));

        Assert.True((await stores[0].CommitAsync([RunStoreContract.Create("r1", "a")]))[0].IsCommitted);
        Assert.NotNull(await stores[3].LoadAsync("r1"));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Store_Refuses_WhenClosed()
    {
        var store = await OpenAsync(await Server.CreateSchemaAsync());
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync([RunStoreContract.Create("r1", "a")]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.LoadAsync("r1"));
    }

    private static async Task<long> WriteAsync(GroupCommitter committer, string runId, CancellationToken enough)
    {
        for (var number = 1L; ; number++)
        {
            var commit = new RunCommit { RunId = runId, CommitNo = number, Payload = RunStoreContract.Bytes($"{runId}#{number}"), Index = RunStoreContract.Row(runId, runId) with { Progress = $"{number}" }, Usage = [UsageOf(runId)] };
            var result = await committer.CommitAsync(commit, CancellationToken.None);
            Assert.True(result.IsCommitted, $"commit {number} of {runId}: {result.Status}");
            if (enough.IsCancellationRequested)
            {
                return number;
            }
        }
    }

    private static UsageEntry UsageOf(string runId) =>
        new(new DateOnly(2030, 1, 2), new UsageKey("ns", "", "Workflow", runId, "", ""), new UsageFigures { StepsSucceeded = 1, Resources = new Dictionary<string, long> { ["cpu"] = 1 } });

    /// <summary>Usage counted in all, at both levels of detail.</summary>
    private static async Task<long> UsageAsync(PostgreSqlStore store)
    {
        var query = new UsageSumQuery(new DateOnly(2030, 1, 1), new DateOnly(2030, 1, 31));
        var (whole, places) = (await store.SumUsageAsync(query with { By = UsageParts.All }), await store.SumUsageAsync(query));
        var steps = whole.Rows.Sum(row => row.Figures.StepsSucceeded);
        Assert.Equal(steps, places.Rows.Sum(row => row.Figures.StepsSucceeded));
        Assert.Equal(steps, whole.Rows.Sum(row => row.Figures.Resources["cpu"]));
        return steps;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static Task<PostgreSqlStore> OpenAsync(string database) => PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = database });

    private static async Task<string> RefusalAsync(string connection, string? passwordFile = null) =>
        (await Assert.ThrowsAsync<StorageException>(() => PostgreSqlStore.OpenAsync(new PostgreSqlStoreOptions { ConnectionString = connection, PasswordFile = passwordFile, RetryFor = TimeSpan.FromSeconds(1) }))).Message;
}
