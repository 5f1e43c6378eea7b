using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Pipelines and their numbered runs, on the real server.</summary>
public sealed class PipelineTests(GatewayFixture server)
{
    private const string Template = """
        {"template":{"metadata":{"name":"build","labels":{"team":"pay"}},"spec":{"entrypoint":"main","arguments":{"parameters":[{"name":"code","value":"0"}]},"templates":[
          {"name":"main","steps":[[{"name":"compile","template":"sh","arguments":{"parameters":[{"name":"code","value":"0"}]}}],
                                  [{"name":"test","template":"sh","arguments":{"parameters":[{"name":"code","value":"{{workflow.parameters.code}}"}]}}]]},
          {"name":"sh","inputs":{"parameters":[{"name":"code"}]},"container":{"image":"busybox","command":["sh","-c","exit {{inputs.parameters.code}}"]}}]}}}
        """;

    [Fact]
    public async Task Pipeline_OfATemplate_HasNumberedRunsFromAllDoors()
    {
        const string space = "pipes-template";
        await server.SendAsync(HttpMethod.Post, $"/api/v1/workflow-templates/{space}", Template);
        var before = await GetAsync($"/pipelines/{space}/workflowtemplate/build");
        await SubmitAsync(space, "0");
        await RunMaker.RunAsync(server, space, """{"generateName":"by-reference-"}""", """{"workflowTemplateRef":{"name":"build"},"arguments":{"parameters":[{"name":"code","value":"7"}]}}""");
        var third = await SubmitAsync(space, "0");

        var pipeline = await GetAsync($"/pipelines/{space}/WorkflowTemplate/build");
        var number = await GetAsync($"/pipelines/{space}/WorkflowTemplate/build/runs/2");
        await server.SendAsync(HttpMethod.Delete, $"/api/v1/workflows/{space}/{third}");
        await SubmitAsync(space, "0");
        var after = await GetAsync($"/pipelines/{space}/WorkflowTemplate/build/runs");

        Assert.Equal((0, true, "Unknown"), ((int)before["lastNumber"]!, (bool)before["isDefined"]!, (string)before["statistics"]!["weather"]!));
        Assert.Equal(["3 Succeeded", "2 Failed", "1 Succeeded"], pipeline["recent"]!.AsArray().Select(run => $"{run!["number"]} {run["phase"]}"));
        var statistics = pipeline["statistics"]!;
        Assert.Equal((3, 2, 1, 0.6667, "Cloudy"), ((int)statistics["runs"]!, (int)statistics["succeeded"]!, (int)statistics["failed"]!, (double)statistics["successRate"]!, (string)statistics["weather"]!));
        Assert.True((long)statistics["medianMilliseconds"]! <= (long)statistics["p95Milliseconds"]!);
        Assert.Equal("pay", (string)pipeline["labels"]!["team"]!);
        Assert.Equal("7", (string)number["parameters"]!["code"]!);
        Assert.Equal([4, 2, 1], after["items"]!.AsArray().Select(run => (int)run!["number"]!));
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/pipelines/{space}/WorkflowTemplate/build/runs/3")).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/api/krewe/v1/pipelines/{space}/WorkflowTemplate/other")).Status);
    }

    [Fact]
    public async Task Matrix_HasStepsByRuns()
    {
        const string space = "pipes-matrix";
        await server.SendAsync(HttpMethod.Post, $"/api/v1/workflow-templates/{space}", Template);
        foreach (var code in new[] { "0", "1", "0" })
        {
            await SubmitAsync(space, code);
        }

        var live = await RunMaker.StartAsync(server, space, """{"generateName":"live-","labels":{"workflows.argoproj.io/workflow-template":"build"}}""", """{"entrypoint":"main","templates":[{"name":"main","steps":[[{"name":"compile","template":"wait"}]]},{"name":"wait","suspend":{}}]}""");
        var matrix = await GetAsync($"/pipelines/{space}/WorkflowTemplate/build/matrix");
        var part = await GetAsync($"/pipelines/{space}/WorkflowTemplate/build/matrix?before=4&limit=2&steps=1&skip=1");
        await server.Workflows.TerminateAsync(new RunRef(space, live), TestContext.Current.CancellationToken);

        var test = Step(matrix, "test");
        Assert.Equal(["3 Succeeded", "2 Failed", "1 Succeeded"], Cells(test));
        Assert.Equal((1, 0, "sh"), ((int)test["failures"]!, (int)test["passedOnRetry"]!, (string)test["template"]!));
        Assert.Equal(["4 Running", "3 Succeeded", "2 Succeeded", "1 Succeeded"], Cells(Step(matrix, "compile")));
        Assert.Contains("exit code 1", (string)test["cells"]![1]!["message"]!, StringComparison.Ordinal);
        Assert.Equal((3, 1), ((int)part["stepCount"]!, part["steps"]!.AsArray().Count));
        Assert.Equal([3, 2], part["runs"]!["items"]!.AsArray().Select(run => (int)run!["number"]!));
        Assert.Equal((2, 3), ((int)part["runs"]!["older"]!, (int)part["runs"]!["newer"]!));

        static JsonNode Step(JsonNode matrix, string name) => matrix["steps"]!.AsArray().Single(step => (string)step!["step"]! == name)!;
        static IEnumerable<string> Cells(JsonNode step) => step["cells"]!.AsArray().Select(cell => $"{cell!["number"]} {cell["phase"]}");
    }

    [Fact]
    public async Task Runs_WithoutADefinition_BelongTogetherByNameOrLabel()
    {
        const string space = "pipes-inline";
        const string spec = """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""";
        foreach (var metadata in new[]
        {
            """{"generateName":"hello-"}""", """{"generateName":"hello-"}""", """{"name":"nightly-20300102-1"}""", """{"name":"nightly-20300103"}""",
            """{"name":"odd","labels":{"workflows.krewe.dev/pipeline":"mine"}}""",
        })
        {
            await RunMaker.RunAsync(server, space, metadata, spec);
        }

        var page = await GetAsync($"/pipelines/{space}");
        Assert.Equal(["hello 2", "mine 1", "nightly 2"], page["items"]!.AsArray().Select(item => $"{item!["name"]} {item["lastNumber"]}"));
        Assert.Equal(["nightly-20300103", "nightly-20300102-1"], page["items"]![2]!["recent"]!.AsArray().Select(run => (string)run!["name"]!));
    }

    [Fact]
    public async Task List_IsPaged_AndKnowsDefinitionsThatNeverRan()
    {
        const string space = "pipes-list";
        foreach (var name in new[] { "a", "c", "e" })
        {
            await server.SendAsync(HttpMethod.Post, $"/api/v1/workflow-templates/{space}", Template.Replace("\"build\"", $"\"{name}\"", StringComparison.Ordinal));
        }

        await server.SendAsync(HttpMethod.Post, $"/api/v1/cron-workflows/{space}", """{"cronWorkflow":{"metadata":{"name":"c"},"spec":{"schedules":["0 0 1 1 *"],"suspend":true,"workflowSpec":{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}}}}""");
        await RunMaker.RunAsync(server, space, """{"generateName":"b-"}""", """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""");
        var found = await PagesAsync($"/pipelines/{space}", 2);

        Assert.Equal(["a WorkflowTemplate 0", "b Workflow 1", "c CronWorkflow 0", "c WorkflowTemplate 0", "e WorkflowTemplate 0"], found.Select(item => $"{item["name"]} {item["kind"]} {item["lastNumber"]}"));
        Assert.Equal(["c CronWorkflow"], (await GetAsync($"/pipelines/{space}?kind=cronworkflow&name=c"))["items"]!.AsArray().Select(item => $"{item!["name"]} {item["kind"]}"));
        // Other tests of the server make pipelines too, more than a page of them.
        Assert.Contains("b", (await PagesAsync("/pipelines", 200)).Where(item => (string)item["namespace"]! == space).Select(item => (string)item["name"]!));
    }

    private async Task<List<JsonNode>> PagesAsync(string path, int limit)
    {
        var found = new List<JsonNode>();
        for (string? token = ""; token is not null;)
        {
            var page = await GetAsync($"{path}?limit={limit}&continue={Uri.EscapeDataString(token)}");
            Assert.True(page["items"]!.AsArray().Count <= limit);
            found.AddRange(page["items"]!.AsArray()!);
            token = (string?)page["continue"];
        }

        return found;
    }

    [Theory]
    [InlineData("/pipelines/argo?limit=0")]
    [InlineData("/pipelines/argo?runs=101")]
    [InlineData("/pipelines/argo?kind=Pod")]
    [InlineData("/pipelines/argo?continue=%25")]
    [InlineData("/pipelines/argo/Pod/x")]
    [InlineData("/pipelines/argo/3/x")]
    [InlineData("/pipelines/argo/Workflow/finished/runs?before=x")]
    [InlineData("/pipelines/argo/Workflow/finished/runs?limit=201")]
    [InlineData("/pipelines/argo/Workflow/finished/runs/x")]
    [InlineData("/pipelines/argo/Workflow/finished/matrix?skip=-1")]
    [InlineData("/pipelines/argo/Workflow/finished/matrix?steps=0")]
    public async Task WrongRequests_AreRefused(string path) => Assert.Equal(400, (await server.SendAsync(HttpMethod.Get, "/api/krewe/v1" + path)).Status);

    [Fact]
    public async Task Pipelines_OfANamespace_AreForThoseWhoMaySeeIt()
    {
        using var http = await server.ClientAsync(new CreateTokenRequest { Name = "pipes-elsewhere", Role = AccessRole.Viewer, Namespaces = ["elsewhere"] });

        Assert.Equal(200, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/krewe/v1/pipelines/elsewhere")).Status);
        foreach (var path in new[] { "", "/argo", "/argo/Workflow/finished", "/argo/Workflow/finished/runs", "/argo/Workflow/finished/matrix" })
        {
            Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Get, "/api/krewe/v1/pipelines" + path)).Status);
        }
    }

    [Fact]
    public async Task Client_ReadsWhatTheServerSays()
    {
        await using var client = new RemoteWorkflowService(new ServerAddress { Address = server.Address, Token = (await server.Workflows.CreateTokenAsync(new CreateTokenRequest { Name = "pipes-client", Role = AccessRole.Viewer })).Text });
        var pipeline = new PipelineRef("argo", PipelineRef.InlineKind, "finished");
        var run = new RunRef("argo", server.FinishedName);

        var first = (await client.ListPipelineRunsAsync(new PipelineRunsQuery(pipeline) { Before = 2 }, TestContext.Current.CancellationToken)).Items.Single();

        Assert.Equal(1, first.Number);
        Assert.Equal(first.Uid, (await client.GetPipelineRunAsync(pipeline, 1, TestContext.Current.CancellationToken)).Uid);
        Assert.Contains((await client.ListPipelinesAsync(new PipelinesQuery { Namespace = "argo", Limit = 200 }, TestContext.Current.CancellationToken)).Items, item => item.Name == "finished");
        Assert.Equal("finished", (await client.GetPipelineAsync(pipeline, 1, TestContext.Current.CancellationToken)).Name);
        Assert.Equal("/", (await client.GetPipelineMatrixAsync(new PipelineMatrixQuery(new PipelineRunsQuery(pipeline) { Before = 2 }), TestContext.Current.CancellationToken)).Steps.Single().Step);
        Assert.Equal(server.FinishedUid, (await client.GetOverviewAsync(run, TestContext.Current.CancellationToken)).Uid);
        Assert.Empty((await client.ExplainAsync(run, TestContext.Current.CancellationToken)).Causes);
        Assert.Single((await client.ListNodesAsync(new NodesQuery(run) { Phases = ["Succeeded"] }, TestContext.Current.CancellationToken)).Items);
        Assert.True((await client.ListNodeChangesAsync(run, 0, TestContext.Current.CancellationToken)).Resync);
        Assert.True((await client.GetTimelineAsync(new TimelineQuery(run) { Phases = ["Succeeded"] }, TestContext.Current.CancellationToken)).Items.Single().IsCritical);
        Assert.Single((await client.GetCriticalPathAsync(run, TestContext.Current.CancellationToken)).Items);
        Assert.Empty((await client.CompareAsync(run, run, TestContext.Current.CancellationToken)).Steps);
        Assert.Equal(0, (await client.ReadLogRangeAsync(new LogRangeQuery(run, run.Name), TestContext.Current.CancellationToken)).Total);
        Assert.Empty((await client.SearchLogsAsync(new LogSearchQuery(run, "a b&c") { IsRegex = true }, TestContext.Current.CancellationToken)).Items);
    }

    private Task<JsonNode> GetAsync(string path) => RunMaker.GetAsync(server, path);

    private async Task<string> SubmitAsync(string space, string code)
    {
        var body = $$$"""{"resourceKind":"WorkflowTemplate","resourceName":"build","submitOptions":{"parameters":["code={{{code}}}"]}}""";
        var name = (string)(await server.SendAsync(HttpMethod.Post, $"/api/v1/workflows/{space}/submit", body)).Json!["metadata"]!["name"]!;
        await RunMaker.WaitAsync(server, space, name);
        return name;
    }
}
