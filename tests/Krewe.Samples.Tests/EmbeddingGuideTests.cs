using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Hosting;
using Krewe.Model;
using Krewe.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Krewe.Samples.Tests;

/// <summary>The examples of <c>docs/embedding.md</c> are those of this file and of the sample, word for word, and they run.</summary>
public sealed partial class EmbeddingGuideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed record Greeting(string Name);

    [Fact]
    public async Task Host_With_A_Task()
    {
        var folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddKrewe(options => options.DataFolder = folder)
            .AddTask<Greeting, string>("greet", (input, context, cancellationToken) => Task.FromResult($"hello {input.Name}"));
        using (var host = builder.Build())
        {
            await host.StartAsync(Token);
            var workflows = host.Services.GetRequiredService<IWorkflowService>();

            var run = await workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Greet() }, Token);
            await foreach (var update in workflows.WatchAsync(new RunRef(Namespaces.Default, run.Metadata.Name!), new WatchOptions(), Token))
            {
                run = update.Object;
            }

            await host.StopAsync(Token);
            Assert.Equal("hello moon", run.Status!.Nodes!.Values.Single().Outputs?.Result);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Client_Of_An_Engine_Elsewhere()
    {
        var services = new ServiceCollection();
        const string token = "secret";
        services.AddKreweClient(options => options.Server = new ServerAddress { Address = ServerAddress.Parse("krewe.example.com:2746"), Token = token });

        await using var provider = services.BuildServiceProvider();

        Assert.IsType<RemoteWorkflowService>(provider.GetRequiredService<IWorkflowService>());
    }

    [Fact]
    public async Task Workflow_In_Code_And_Its_Test()
    {
        var workflow = new WorkflowBuilder("hello-")
            .Parameter("name", "world")
            .Task("greet", configure: template => template.Input("name").Retry(3, wait: "1s", factor: 2))
            .Container("print", "busybox", ["echo", Tags.Input("text")], template => template.Input("text"))
            .Steps("main", steps => steps
                .Step("greet", call => call.With("name", Tags.Workflow("name")))
                .Step("print", call => call.With("text", Tags.StepResult("greet"))))
            .Build();

        var host = new KreweTestHost()
            .Mock("greet", StepOutcome.Failed(), StepOutcome.Succeeded("hello moon").After(TimeSpan.FromHours(2)))
            .Mock("print", StepOutcome.Succeeded());

        var run = await host.RunAsync(workflow, new Dictionary<string, string> { ["name"] = "moon" });

        Assert.Equal("Succeeded", run.Phase);
        Assert.Equal("hello moon", run.CallsOf("print").Single().Inputs["text"]);
        Assert.True(run.Elapsed > TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Examples_Are_Those_That_Are_Compiled()
    {
        var root = Root();
        var guide = await File.ReadAllTextAsync(Path.Combine(root, "docs", "embedding.md"), Token);
        var compiled = "";
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "samples", "embedded"), "*.cs").Append(Path.Combine(root, "tests", "Krewe.Samples.Tests", "EmbeddingGuideTests.cs")))
        {
            compiled += Bare(await File.ReadAllTextAsync(file, Token));
        }

        var examples = Example().Matches(guide).Select(match => match.Groups["code"].Value).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains(Bare(example), compiled, StringComparison.Ordinal));
    }

    private static Workflow Greet() => ManifestReader.Strict.Read("""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: greet-}
        spec:
          entrypoint: greet
          arguments: {parameters: [{name: name, value: moon}]}
          templates:
          - name: greet
            inputs: {parameters: [{name: name}]}
            plugin: {krewe.io/task: {name: greet}}
        """).Of<Workflow>().Single();

    private static string Bare(string code) => Space().Replace(code, "");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orleans.sln not found above the test");
        }

        return folder.FullName;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
