using Krewe.Client;
using Krewe.Crash.Tests.Campaign;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>The power fails: whatever was not synced to the disk may be missing or garbage.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const string Database = "krewe.db";
    private const string Log = "krewe.db-wal";

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Engine_ComesUpWithEveryAcknowledgedRun_WhenTheLogIsCutAfterItsAcknowledgement()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(CrashSettings.Seed);
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var acknowledged = new List<(Submission Submission, long LogLength)>();
        foreach (var kind in RunKinds.All)
        {
            var submission = new Submission(kind, Scripts.Read(kind.Yaml, engine));
            Assert.True(await submission.TryAsync(engine.Client), engine.Said);
            acknowledged.Add((submission, LogLength(engine)));
        }

        foreach (var (submission, _) in acknowledged)
        {
            await RunCheck.EndAsync(engine.Client, submission.Run!, cancellation);
        }

        var whole = LogLength(engine);
        await engine.KillAsync();
        for (var cut = CrashSettings.IsFast ? 2 : 8; cut > 0; cut--)
        {
            var known = random.Next(acknowledged.Count);
            var length = random.NextInt64(acknowledged[known].LogLength, whole + 1);
            output.WriteLine($"cut at {length} of {whole}, {known + 1} runs acknowledged");
            await using var after = await CutAsync(engine, length, random, cancellation);
            await after.StartAsync(cancellation);
            foreach (var (submission, logLength) in acknowledged)
            {
                if (await TryEndAsync(after.Client, submission.Run!, cancellation) is not { } run)
                {
                    Assert.True(logLength > length, $"{submission.Kind} was acknowledged at {logLength} and is gone after a cut at {length}");
                    continue;
                }

                Assert.Equal((submission.Kind.Phase, submission.Kind.Name), (run.Workflow.Status?.Phase, submission.Kind.Name));
                Assert.All(run.Nodes, node => Assert.True(NodePhase.IsCompleted(node.Phase), $"{node.Name} is {node.Phase}"));
                await submission.Kind.Check(run);
            }
        }
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Step_RunsAgain_WhenTheRecordOfItsEndIsEmptyAfterAPowerCut()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var run = await GatedRun.StartAsync(engine, cancellation);
        await engine.KillAsync();
        Scripts.OpenGate(engine, run.Name);
        var journal = Path.Combine(engine.Data.Path, "runs", run.Uid!, "steps.jsonl");
        string[] records = [];
        await Poll.UntilAsync(() => (records = File.ReadAllLines(journal)).Length == 2 && records[1].EndsWith('}'), cancellation);
        await ProcessTable.KillAsync(engine.SupervisorId);
        // The length of a file can reach the disk before its content does.
        await File.WriteAllTextAsync(journal, records[0] + "\n" + new string('\0', records[1].Length), cancellation);
        await engine.StartAsync(cancellation);

        var ended = await RunCheck.EndAsync(engine.Client, run, cancellation);
        Assert.Equal(WorkflowPhase.Succeeded, ended.Workflow.Status?.Phase);
        Assert.Equal("before\nafter", ended.Parameter("second", "word"));
        Assert.Equal([$"{run.Uid}/{ended.Node("first").Id}/0", $"{run.Uid}/{ended.Node("first").Id}/1"], engine.Ledger.Of(run.Name).Where(entry => entry.What == "end").Take(2).Select(entry => entry.Work));
    }

    private static long LogLength(EngineProcess engine) => new FileInfo(Path.Combine(engine.Data.Path, Log)).Length;

    /// <summary>A new folder that holds the data as a power cut may have left them: the database's log ends early, in garbage every other time.</summary>
    private static async Task<EngineProcess> CutAsync(EngineProcess engine, long length, Random random, CancellationToken cancellationToken)
    {
        var after = new EngineProcess();
        var data = Directory.CreateDirectory(after.Data.Path).FullName;
        // What steps wrote may have reached the disk or not; what was stored as an artifact has.
        string[] folders = random.Next(2) == 0 ? ["artifacts"] : ["artifacts", "runs"];
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(engine.Data.Path, folder), "*", SearchOption.AllDirectories)).Append(Path.Combine(engine.Data.Path, Database)))
        {
            var copy = Path.Combine(data, Path.GetRelativePath(engine.Data.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var log = await File.ReadAllBytesAsync(Path.Combine(engine.Data.Path, Log), cancellationToken);
        var garbage = new byte[random.Next(2) * random.Next(1, 9000)];
        random.NextBytes(garbage);
        await File.WriteAllBytesAsync(Path.Combine(data, Log), [.. log[..(int)length], .. garbage], cancellationToken);
        return after;
    }

    private static async Task<FinishedRun?> TryEndAsync(IWorkflowService client, RunRef run, CancellationToken cancellationToken)
    {
        try
        {
            return await RunCheck.EndAsync(client, run, cancellationToken);
        }
        catch (KreweException gone) when (gone.Code == KreweErrorCode.NotFound)
        {
            return null;
        }
    }
}
