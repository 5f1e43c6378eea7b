using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cluster.Tests;

/// <summary>What becomes of runs and steps when the silo that has them goes.</summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    /// <summary>Steps that one server runs at once on a small machine.</summary>
    private const int Slots = 16;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = ClusterSettings.Longest)]
    public async Task Runs_GoOnElsewhere_WhenTheirSiloIsKilledForGood()
    {
        await using var cluster = await SiloCluster.StartAsync(2, SiloCluster.Short, TestContext.Current.CancellationToken);
        var work = new List<Work>();
        var hosts = new Dictionary<Work, HashSet<string>>();
        while (hosts.Values.SelectMany(of => of).Distinct().Count() < 2)
        {
            work.AddRange(await SubmitAsync(cluster, 1, Work.WaitFor(cluster.Gate)));
            // One silo answers for the runs of both.
            var run = await cluster.Silos[0].Client.GetAsync(work[^1].Run!, Cancellation);
            hosts[work[^1]] = HostsOf(run);
        }

        var lost = work.Where(item => hosts[item].Contains("b")).Select(item => item.Run!.Name).ToList();
        await Poll.UntilAsync(() => cluster.Ledger.Read().Any(entry => lost.Contains(entry.Run)), Cancellation);

        await cluster.Silos[1].KillAsync();
        // Given to the other silo; whether it has a free slot for them before the gate opens is another matter.
        await Poll.UntilAsync(async () => (await Task.WhenAll(work.Where(item => hosts[item].Contains("b")).Select(item => cluster.AskAsync((client, token) => client.GetAsync(item.Run!, token), 0, Cancellation))))
            .Any(run => run.Status!.Nodes!.Values.Any(node => node.FailedPodRestarts > 0)), Cancellation);
        await File.WriteAllBytesAsync(cluster.Gate, [], Cancellation);

        var restarted = 0;
        foreach (var item in work)
        {
            restarted += Work.Check(await item.EndAsync(cluster, 0, Cancellation), cluster.Ledger.Read());
        }

        output.WriteLine($"{restarted} steps were started again");
        Assert.True(restarted > 0, cluster.Said);
    }

    [Fact(Timeout = ClusterSettings.Longest)]
    public async Task FanOut_ThatFindsNoRoomBesideItsRun_GoesToAllSilos()
    {
        await using var cluster = await SiloCluster.StartAsync(2, SiloCluster.Long, TestContext.Current.CancellationToken);
        var wide = Assert.Single(ManifestReader.Strict.Read($$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: wide-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps: [[{name: wait, template: wait, withSequence: {count: "{{{2 * Slots}}}"}}]]
                - name: wait
                  script: {image: alpine, command: [sh], source: 'until [ -e {{{cluster.Gate}}} ]; do sleep 0.1; done; echo done'}
            """).Of<Workflow>());
        var names = new List<string>();
        Workflow run;
        do
        {
            // The first may come before the silos know of each other's room; then it waits where it is.
            var name = (await cluster.Silos[0].Client.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = wide }, Cancellation)).Metadata.Name!;
            names.Add(name);
            await Poll.UntilAsync(async () => (await ReadAsync(name)).Status!.Nodes?.Values.Count(node => node.Type == NodeType.Pod) == 2 * Slots, Cancellation);
            run = await ReadAsync(name);
        }
        while (HostsOf(run).Count < 2);

        await File.WriteAllBytesAsync(cluster.Gate, [], Cancellation);

        foreach (var name in names)
        {
            await Poll.UntilAsync(async () => WorkflowPhase.IsCompleted((await ReadAsync(name)).Status!.Phase), Cancellation);
            Assert.Equal(WorkflowPhase.Succeeded, (await ReadAsync(name)).Status!.Phase);
        }

        Task<Workflow> ReadAsync(string name) => cluster.Silos[0].Client.GetAsync(new RunRef(Namespaces.Default, name), Cancellation);
    }

    [Fact(Timeout = ClusterSettings.Longest)]
    public async Task Steps_AreFoundAgain_WhenTheirSiloComesBack()
    {
        await using var cluster = await SiloCluster.StartAsync(2, SiloCluster.Long, TestContext.Current.CancellationToken);
        var work = await SubmitAsync(cluster, 8, Work.WaitFor(cluster.Gate));
        await Poll.UntilAsync(() => cluster.Ledger.Read().Count >= Slots, Cancellation);

        await cluster.Silos[0].KillAsync();
        await cluster.Silos[1].KillAsync();
        await Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync(Cancellation)));
        await File.WriteAllBytesAsync(cluster.Gate, [], Cancellation);

        foreach (var item in work)
        {
            Assert.Equal(0, Work.Check(await item.EndAsync(cluster, 0, Cancellation), cluster.Ledger.Read()));
        }
    }

    [Fact(Timeout = ClusterSettings.Longest)]
    public async Task AnySilo_WatchesAndReadsLogs_OfRunsThatAreElsewhere()
    {
        await using var cluster = await SiloCluster.StartAsync(2, SiloCluster.Long, TestContext.Current.CancellationToken);
        var work = await SubmitAsync(cluster, 6, Work.Sleep(1));
        foreach (var silo in cluster.Silos)
        {
            foreach (var item in work)
            {
                var last = await LastAsync(silo.Client, item.Run!);
                Assert.Equal(WorkflowPhase.Succeeded, last.Status?.Phase);
                var lines = new List<LogLine>();
                await foreach (var line in silo.Client.ReadLogsAsync(new LogQuery { Run = item.Run! }, Cancellation))
                {
                    lines.Add(line);
                }

                var results = last.Status!.Nodes!.Values.Where(node => node.Type == NodeType.Pod).Select(Work.ResultOf);
                Assert.Equal(results.Order(StringComparer.Ordinal), lines.Select(line => line.Content).Order(StringComparer.Ordinal));
                await CheckPagesAsync(silo.Client, item.Run!, last, lines);
            }
        }

        // Deleted through one silo, a run leaves nothing on the other.
        foreach (var item in work)
        {
            await cluster.Silos[0].Client.DeleteAsync(item.Run!, new DeleteOptions(), Cancellation);
            Assert.DoesNotContain(cluster.Silos, silo => Directory.Exists(Path.Combine(silo.Data.Path, "runs", item.Run!.Uid!)));
        }
    }

    /// <summary>What the pages of a run show is the same on each silo.</summary>
    private static async Task CheckPagesAsync(IWorkflowService client, RunRef run, Workflow last, List<LogLine> lines)
    {
        var pods = last.Status!.Nodes!.Values.Where(node => node.Type == NodeType.Pod).ToList();
        var read = new List<string>();
        foreach (var pod in pods)
        {
            var range = await client.ReadLogRangeAsync(new LogRangeQuery(run, pod.Id) { First = -100 }, Cancellation);
            read.AddRange(range.Lines.Select(line => line.Content));
        }

        Assert.Equal(lines.Select(line => line.Content).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        var found = await client.SearchLogsAsync(new LogSearchQuery(run, ".*") { IsRegex = true, Limit = 1000 }, Cancellation);
        Assert.Equal((lines.Count, 0), (found.Items.Count, found.Missing.Count));
        var timeline = await client.GetTimelineAsync(new TimelineQuery(run), Cancellation);
        Assert.Equal(pods.Count, timeline.Items.Count(bar => bar.BegunAt >= bar.CreatedAt));
        Assert.NotEmpty((await client.GetOverviewAsync(run, Cancellation)).Pipelines);
    }

    private static async Task<Workflow> LastAsync(IWorkflowService client, RunRef run)
    {
        Workflow? last = null;
        await foreach (var update in client.WatchAsync(run, new WatchOptions(), Cancellation))
        {
            last = update.Object;
        }

        return last!;
    }

    private static async Task<List<Work>> SubmitAsync(SiloCluster cluster, int count, string command)
    {
        var work = Enumerable.Range(0, count).Select(_ => new Work(cluster, command)).ToList();
        foreach (var (item, index) in work.Select((item, index) => (item, index)))
        {
            await item.SubmitAsync(cluster, index, Cancellation);
        }

        return work;
    }

    private static HashSet<string> HostsOf(Workflow run) => [.. run.Status!.Nodes!.Values.Select(node => node.HostNodeName).OfType<string>()];
}
