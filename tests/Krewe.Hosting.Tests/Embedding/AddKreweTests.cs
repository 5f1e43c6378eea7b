using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Krewe.Hosting.Tests.Embedding;

/// <summary>An engine that lives and ends with the host of another program.</summary>
public sealed class AddKreweTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_Outlive_The_Host_That_Started_Them()
    {
        string name;
        await using (var first = await EmbeddedHost.StartAsync(_folder.Path))
        {
            name = (await first.SubmitAsync("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {generateName: waits-}
                spec: {entrypoint: main, templates: [{name: main, suspend: {}}]}
                """)).Metadata.Name!;
        }

        await using var second = await EmbeddedHost.StartAsync(_folder.Path);
        var resumed = await second.Workflows.ResumeAsync(new RunRef(Namespaces.Default, name), new ResumeOptions(), Token);
        var run = await second.WaitAsync(resumed, _ => false);

        Assert.Equal(WorkflowPhase.Succeeded, run.Status?.Phase);
    }

    [Fact]
    public async Task Hosted_Service_Registered_After_The_Engine_Uses_It_From_Its_Start()
    {
        var seen = new TaskCompletionSource<VersionInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EmbeddedHost.StartAsync(_folder.Path, krewe => krewe.Services
            .AddSingleton(seen)
            .AddHostedService<Greeter>());

        Assert.NotEmpty((await seen.Task.WaitAsync(Token)).Version);
    }

    [Fact]
    public async Task AddKrewe_Again_Only_Adds_To_The_Options()
    {
        await using var host = await EmbeddedHost.StartAsync(_folder.Path, krewe =>
            krewe.Services.AddKrewe(options => options.Config = new ControllerConfig { WorkflowDefaults = new Workflow { Metadata = new ObjectMeta { Labels = new Dictionary<string, string> { ["team"] = "mine" } } } }));
        var run = await host.RunAsync(Echo);

        Assert.Equal(WorkflowPhase.Succeeded, run.Status?.Phase);
        Assert.Equal("mine", run.Metadata.Labels?["team"]);
    }

    [Fact]
    public async Task Missing_Data_Folder_Is_Named_When_The_Host_Starts()
    {
        using var host = EmbeddedHost.Build("");

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("KreweOptions.DataFolder is required", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_Of_Another_Engine_Is_Refused_At_Start()
    {
        await using var first = await EmbeddedHost.StartAsync(_folder.Path);
        using var second = EmbeddedHost.Build(_folder.Path);

        await Assert.ThrowsAsync<StorageException>(() => second.StartAsync(Token));
    }

    [Fact]
    public async Task Engine_That_Has_Not_Started_Says_So()
    {
        using var host = EmbeddedHost.Build(_folder.Path);
        var workflows = host.Services.GetRequiredService<IWorkflowService>();

        var refused = await Assert.ThrowsAsync<KreweException>(() => workflows.GetAsync(new RunRef(Namespaces.Default, "any"), Token));

        Assert.Equal(KreweErrorCode.Unavailable, refused.Code);
        Assert.StartsWith("the engine has not started", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_Of_The_Host_Takes_The_Place_Of_The_File()
    {
        await using (var host = await EmbeddedHost.StartAsync(_folder.Path, krewe => krewe.Services.AddKreweStore(_ => new InMemoryStore())))
        {
            await host.RunAsync(Echo);
        }

        Assert.False(File.Exists(Path.Combine(_folder.Path, "krewe.db")));
    }

    private const string Echo = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: echo-}
        spec: {entrypoint: main, templates: [{name: main, container: {image: busybox, command: [echo, hello]}}]}
        """;

    private sealed class Greeter(IWorkflowService workflows, TaskCompletionSource<VersionInfo> seen) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await workflows.ListAsync(new ListRunsQuery { Namespace = Namespaces.Default }, stoppingToken);
                seen.SetResult(await workflows.GetVersionAsync(stoppingToken));
            }
            catch (KreweException refused)
            {
                seen.SetException(refused);
            }
        }
    }
}
