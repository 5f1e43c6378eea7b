using System.Diagnostics;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Krewe.Api.Tests;

/// <summary>A host that uses an engine that runs elsewhere: <c>AddKreweClient</c>.</summary>
public sealed class ClientTests(GatewayFixture gateway)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_With_A_Token_Submits_And_Watches_Through_The_Gateway()
    {
        var token = await gateway.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "embedded", Role = AccessRole.Editor }, Token);
        await using var services = Services(options => options.Server = new ServerAddress { Address = gateway.Address, Token = token.Text });
        var workflows = services.GetRequiredService<IWorkflowService>();
        var workflow = ManifestReader.Strict.Read($$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow",{{GatewayFixture.Manifest("client-")[1..]}}""").Of<Workflow>().Single();

        var run = await workflows.CreateAsync(new CreateRunRequest { Namespace = GatewayFixture.Namespace, Workflow = workflow }, Token);
        await foreach (var update in workflows.WatchAsync(new RunRef(GatewayFixture.Namespace, run.Metadata.Name!), new WatchOptions(), Token))
        {
            run = update.Object;
        }

        Assert.Equal(WorkflowPhase.Succeeded, run.Status?.Phase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task Run_Stands_Under_The_Activity_Of_Its_Caller_Or_What_The_Request_Names(string? named)
    {
        var token = await gateway.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "traced-" + Guid.NewGuid().ToString("n"), Role = AccessRole.Editor }, Token);
        await using var services = Services(options => options.Server = new ServerAddress { Address = gateway.Address, Token = token.Text });
        var workflow = ManifestReader.Strict.Read($$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow",{{GatewayFixture.Manifest("client-")[1..]}}""").Of<Workflow>().Single();
        using var caller = new Activity("caller").Start();

        var run = await services.GetRequiredService<IWorkflowService>().CreateAsync(new CreateRunRequest { Namespace = GatewayFixture.Namespace, Workflow = workflow, TraceParent = named }, Token);

        var trace = RunTrace.Of(run)!;
        var expected = TraceParent.Parse(named ?? caller.Id)!;
        Assert.Equal((expected.TraceId, expected.SpanId), (trace.Span.TraceId, trace.ParentSpanId));
    }

    [Fact]
    public async Task Client_Without_A_Token_Is_Refused()
    {
        await using var services = Services(options => options.Server = new ServerAddress { Address = gateway.Address });

        var refused = await Assert.ThrowsAsync<KreweException>(() => services.GetRequiredService<IWorkflowService>().GetAsync(new RunRef(GatewayFixture.Namespace, "any"), Token));

        Assert.Equal(KreweErrorCode.Unauthenticated, refused.Code);
    }

    [Theory]
    [InlineData(null, null, null, "needs either DataFolder")]
    [InlineData("/var/lib/krewe", "https://krewe", null, "needs either DataFolder")]
    [InlineData(null, "http://krewe", "secret", "the token would go over plain HTTP")]
    public async Task Options_That_Cannot_Work_Are_Refused(string? folder, string? address, string? token, string message)
    {
        await using var services = Services(options => (options.DataFolder, options.Server) = (folder, address is null ? null : new ServerAddress { Address = ServerAddress.Parse(address), Token = token }));

        var refused = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IWorkflowService>);

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<KreweClientOptions> configure) => new ServiceCollection().AddKreweClient(configure).BuildServiceProvider();
}
