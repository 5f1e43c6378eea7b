using Krewe.Client;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>A request to create a run that comes again, also to the same grain, before it is answered.</summary>
public sealed class RepeatedCreateTests(EngineFixture engine)
{
    private const int Calls = 20;

    [Fact]
    public async Task A_Run_That_Was_Taken_For_New_Is_Found_By_The_Call_That_Is_Made_Again()
    {
        var token = TestContext.Current.CancellationToken;
        var made = await engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Suspended("there-") }, token);
        var uid = made.Metadata.Uid!;
        var grains = engine.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IRunGrain>(uid).Abandon();
        var command = new CreateRun { Now = DateTimeOffset.UtcNow, Workflow = made };
        var calls = 0;

        var reply = await engine.Services.GetRequiredService<RunCalls>().CallAsync(uid, run => run.Create(new CreateRunMessage(command, null, IsNew: ++calls == 1)), token);

        Assert.Equal((RunReplyStatus.Accepted, 2), (reply.Status, calls));
        Assert.Equal(made.Metadata.Name, reply.Workflow!.Metadata.Name);
        Assert.Equal(RunReplyStatus.Accepted, (await grains.GetGrain<IRunGrain>(uid).Command(new RunCommandMessage(new StopRun { Now = DateTimeOffset.UtcNow }))).Status);
    }

    [Fact]
    public async Task All_Who_Ask_Are_Told_Of_The_Run_That_The_Request_Made_Before()
    {
        var workflow = EngineFixture.Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: once-}
            spec:
              entrypoint: main
              templates: [{name: main, suspend: {duration: "0"}}]
            """);
        var request = Guid.NewGuid().ToString("n");
        var made = await engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = workflow, RequestId = request }, TestContext.Current.CancellationToken);
        var uid = Guid.NewGuid().ToString();
        var again = workflow with { Metadata = new ObjectMeta { Name = "once-again", Namespace = Namespaces.Default, Uid = uid, CreationTimestamp = DateTimeOffset.UtcNow } };
        var message = new CreateRunMessage(new CreateRun { Now = DateTimeOffset.UtcNow, Workflow = again }, $"{Namespaces.Default}/{request}");
        var grain = engine.Services.GetRequiredService<IGrainFactory>().GetGrain<IRunGrain>(uid);

        var replies = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => grain.Create(message)));

        Assert.All(replies, reply => Assert.Equal((RunReplyStatus.Duplicate, made.Metadata.Uid), (reply.Status, reply.ExistingUid)));
    }

    private static Workflow Suspended(string prefix) =>
        EngineFixture.Read($"{{kind: Workflow, metadata: {{generateName: {prefix}}}, spec: {{entrypoint: main, templates: [{{name: main, suspend: {{}}}}]}}}}");
}
