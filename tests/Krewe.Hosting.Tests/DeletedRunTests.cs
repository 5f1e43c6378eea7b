using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>Calls that meet a run while somebody else deletes it.</summary>
public sealed class DeletedRunTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_To_A_Run_Whose_Records_Went_Meanwhile_Finds_None()
    {
        var run = await StartAsync();
        // The activation knows the run, and its next commit is refused by the store.
        await engine.Services.GetRequiredService<IRunRetention>().DeleteAsync(run.Metadata.Uid!, Token);

        Assert.Equal(RunReplyStatus.NotFound, (await StopAsync(run)).Status);
    }

    [Fact]
    public async Task Command_To_A_Run_That_Was_Told_To_Give_Up_Waits_For_The_Next_Activation()
    {
        var run = await StartAsync();
        var grain = engine.Services.GetRequiredService<IGrainFactory>().GetGrain<IRunGrain>(run.Metadata.Uid!);

        var given = grain.Abandon();
        var reply = await StopAsync(run);

        await given;
        Assert.Equal(RunReplyStatus.Accepted, reply.Status);
    }

    private async Task<Workflow> StartAsync()
    {
        var run = await engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: deleted-}
            spec:
              entrypoint: main
              templates: [{name: main, suspend: {}}]
            """);
        await engine.WaitForAsync(run, workflow => workflow.Status?.Nodes?.Values.Any(node => node is { Type: NodeType.Suspend, Phase: NodePhase.Running }) == true);
        return run;
    }

    private Task<RunReply> StopAsync(Workflow run)
    {
        var message = new RunCommandMessage(new StopRun { Now = DateTimeOffset.UtcNow, CommandId = Guid.NewGuid().ToString("n") });
        return engine.Services.GetRequiredService<RunCalls>().CallAsync(run.Metadata.Uid!, grain => grain.Command(message), Token);
    }
}
