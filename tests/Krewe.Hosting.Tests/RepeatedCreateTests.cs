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
}
