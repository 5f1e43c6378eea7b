using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests.Queue;

/// <summary>Runs beyond the number that the engine lets be at work.</summary>
public sealed class ParallelismTests : IDisposable
{
    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Place_In_Line_Of_The_Engine_And_Of_The_Namespace_Is_Told()
    {
        var config = new ControllerConfig { Parallelism = 2, NamespaceParallelism = 1 };
        await using var engine = await KreweEngine.StartAsync(new KreweEngineOptions { DataFolder = _folder, Config = config, RunSchedules = false }, Token);
        await StartAsync(engine.Workflows, "a", "one", priority: 0);
        await StartAsync(engine.Workflows, "b", "two", priority: 0);
        await StartAsync(engine.Workflows, "a", "low", priority: 0);
        await StartAsync(engine.Workflows, "c", "high", priority: 5);

        var queue = await Eventually(async () => await engine.Workflows.ListQueueAsync(new QueueQuery(), Token), page => page.Totals.GetValueOrDefault("Parallelism") == 3 && page.Totals.Count == 1);
        var low = await engine.Workflows.GetWaitingAsync(new RunRef("a", "low"), cancellationToken: Token);
        var high = await engine.Workflows.GetWaitingAsync(new RunRef("c", "high"), cancellationToken: Token);

        Assert.All(queue.Items, entry => Assert.Equal(WaitReason.Parallelism, entry.Waiting.Reason));
        Assert.Equal(["Parallelism", "Parallelism/a"], low.Waits.Select(wait => wait.Lock).Order(StringComparer.Ordinal));
        var engineWide = low.Waits.Single(wait => wait.Lock == "Parallelism");
        Assert.Equal((2, 2, 2L), (engineWide.Position, engineWide.QueueLength, engineWide.Limit));
        Assert.Equal(["a/one", "b/two"], engineWide.Holders!.Select(holder => holder.Holder));
        Assert.Contains("2 of 2 runs are at work in the engine; 2 of 2 in line", engineWide.Message, StringComparison.Ordinal);
        Assert.Equal((1, "Parallelism"), (Assert.Single(high.Waits).Position, high.Waits[0].Lock));
        Assert.Equal("a/one", Assert.Single(low.Waits.Single(wait => wait.Lock == "Parallelism/a").Holders!).Holder);
    }

    private static async Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await ask();
            if (holds(answer))
            {
                return answer;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static Task<Workflow> StartAsync(IWorkflowService workflows, string space, string name, int priority) => workflows.CreateAsync(
        new CreateRunRequest
        {
            Namespace = space,
            Workflow = new Workflow
            {
                Metadata = new ObjectMeta { Name = name },
                Spec = new WorkflowSpec { Entrypoint = "main", Priority = priority, Templates = [new Template { Name = "main", Suspend = new SuspendTemplate() }] },
            },
        },
        Token);
}
