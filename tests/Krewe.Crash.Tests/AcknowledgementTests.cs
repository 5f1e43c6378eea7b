using Krewe.Client;
using Krewe.Crash.Tests.Campaign;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>What was acknowledged holds, even if nothing has come of it yet.</summary>
public sealed class AcknowledgementTests
{
    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Run_IsThereAndRunsOnce_WhenTheEngineIsKilledAsSoonAsItWasAcknowledged()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        var submissions = new List<Submission>();
        for (var life = CrashSettings.IsFast ? 4 : 12; life > 0; life--)
        {
            await engine.StartAsync(cancellation);
            for (var i = 0; i < 3; i++)
            {
                var submission = new Submission(RunKinds.All[i], Scripts.Read(RunKinds.All[i].Yaml, engine));
                submissions.Add(submission);
                Assert.True(await submission.TryAsync(engine.Client), engine.Said);
            }

            await engine.KillAsync();
        }

        await engine.StartAsync(cancellation);
        foreach (var submission in submissions)
        {
            var run = await RunCheck.EndAsync(engine.Client, submission.Run!, cancellation);
            await RunCheck.HoldsAsync(run, engine.Ledger, submission.Kind.Phase, submission.Kind.Steps);
            await submission.Kind.Check(run);
        }
    }

    [Fact(Timeout = CrashSettings.Longest)]
    public async Task Submission_StartsNoSecondRun_WhenItIsRepeatedAfterAKill()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var engine = new EngineProcess();
        await engine.StartAsync(cancellation);
        var kind = RunKinds.All[0];
        var generated = new Submission(kind, Scripts.Read(kind.Yaml, engine));
        var workflow = Scripts.Read(kind.Yaml, engine);
        var named = new Submission(kind, workflow with { Metadata = workflow.Metadata with { GenerateName = null, Name = "named" } });
        Assert.True(await generated.TryAsync(engine.Client), engine.Said);
        Assert.True(await named.TryAsync(engine.Client), engine.Said);
        await engine.RestartAsync(cancellation);

        // A submission checks by itself that it is given the same run.
        Assert.True(await generated.TryAsync(engine.Client), engine.Said);
        Assert.True(await named.TryAsync(engine.Client), engine.Said);
        foreach (var submission in (Submission[])[generated, named])
        {
            await RunCheck.HoldsAsync(await RunCheck.EndAsync(engine.Client, submission.Run!, cancellation), engine.Ledger, WorkflowPhase.Succeeded, kind.Steps);
        }

        await engine.RestartAsync(cancellation);
        Assert.True(await generated.TryAsync(engine.Client), engine.Said);
        Assert.True(await named.TryAsync(engine.Client), engine.Said);
        Assert.Equal(2, (await engine.Client.ListAsync(new ListRunsQuery(), cancellation)).Items.Count);
    }
}
