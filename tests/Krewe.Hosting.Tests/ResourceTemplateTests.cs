using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary><c>resource</c> templates on objects that the engine keeps itself.</summary>
public sealed class ResourceTemplateTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflow_Is_Created_Waited_For_And_Read()
    {
        var run = await engine.RunAsync(Resource(
            """
            action: create
            setOwnerReference: true
            successCondition: status.phase == Succeeded
            failureCondition: status.phase in (Failed, Error)
            """,
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: made-by-{{workflow.name}}-}
            spec:
              entrypoint: work
              templates: [{name: work, script: {image: busybox, command: [sh], source: "exit 0"}}]
            """,
            "outputs: {parameters: [{name: name, valueFrom: {jsonPath: '{.metadata.name}'}}, {name: phase, valueFrom: {jqFilter: '.status.phase'}}]}"));

        var outputs = run.Status!.Nodes!.Values.Single().Outputs!.Parameters!.ToDictionary(parameter => parameter.Name!, parameter => parameter.Value);
        var made = await engine.Workflows.GetAsync(new RunRef(Namespaces.Default, outputs["name"]!), Token);
        Assert.Equal(WorkflowPhase.Succeeded, run.Status.Phase);
        Assert.Equal("Succeeded", outputs["phase"]);
        Assert.StartsWith($"made-by-{run.Metadata.Name}-", made.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal(run.Metadata.Uid, made.Metadata.OwnerReferences?.Single().Uid);

        await engine.Workflows.DeleteAsync(EngineFixture.RefOf(run), new DeleteOptions(), Token);
        Assert.Equal(KreweErrorCode.NotFound, (await Assert.ThrowsAsync<KreweException>(() => engine.Workflows.GetAsync(EngineFixture.RefOf(made), Token))).Code);
    }

    [Fact]
    public async Task Failure_Condition_Fails_The_Node()
    {
        var run = await engine.RunAsync(Resource(
            "action: create\nsuccessCondition: status.phase == Succeeded\nfailureCondition: status.phase in (Failed, Error)",
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: bad-}
            spec:
              entrypoint: work
              templates: [{name: work, script: {image: busybox, command: [sh], source: "exit 1"}}]
            """));

        Assert.Equal((NodePhase.Failed, "failure condition 'status.phase in (Failed,Error)' evaluated true"), Ended(run));
    }

    [Fact]
    public async Task Config_Map_Lives_Through_All_Actions()
    {
        var name = "map-" + Guid.NewGuid().ToString("n")[..8];
        string Map(string value) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, labels: {{made: \"yes-{name}\"}}}}\ndata: {{limit: \"{value}\"}}";
        const string Read = "outputs: {parameters: [{name: limit, valueFrom: {jqFilter: .data.limit}}]}";

        var created = await engine.RunAsync(Resource("action: create", Map("1")));
        var again = await engine.RunAsync(Resource("action: create", Map("1")));
        var applied = await engine.RunAsync(Resource("action: apply", Map("2"), Read));
        var patched = await engine.RunAsync(Resource($"action: patch\nmergeStrategy: json\nflags: [configmap, {name}]", "- {op: replace, path: /data/limit, value: \"3\"}", Read));
        var replaced = await engine.RunAsync(Resource("action: replace", Map("4"), Read));
        var got = await engine.RunAsync(Resource("action: get", Map("ignored"), Read));
        var deleted = await engine.RunAsync(Resource($"action: delete\nflags: [configmap, --selector, made=yes-{name}]", null));
        var missing = await engine.RunAsync(Resource("action: get", Map("ignored")));

        Assert.Equal(NodePhase.Succeeded, Ended(created).Phase);
        Assert.Equal((NodePhase.Failed, $"ConfigMap 'default/{name}' already exists"), Ended(again));
        Assert.Equal(["2", "3", "4", "4"], new[] { applied, patched, replaced, got }.Select(run => run.Status!.Nodes!.Values.Single().Outputs?.Parameters?.Single().Value));
        Assert.Equal(NodePhase.Succeeded, Ended(deleted).Phase);
        Assert.Equal((NodePhase.Failed, $"ConfigMap 'default/{name}' not found"), Ended(missing));
    }

    [Fact]
    public async Task Patch_Labels_The_Run_Itself()
    {
        var run = await engine.RunAsync(Resource("action: patch\nmergeStrategy: json\nflags: [workflow, \"{{workflow.name}}\"]", "- {op: add, path: /metadata/labels/foo, value: bar}"));

        Assert.Equal(NodePhase.Succeeded, Ended(run).Phase);
        Assert.Equal("bar", run.Metadata.Labels?["foo"]);
    }

    [Fact]
    public async Task Manifest_Comes_From_An_Artifact()
    {
        var name = "from-artifact-" + Guid.NewGuid().ToString("n")[..8];
        var run = await engine.RunAsync($$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: resource-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  inputs:
                    artifacts:
                      - name: manifest
                        path: /tmp/m.yaml
                        raw:
                          data: "{apiVersion: argoproj.io/v1alpha1, kind: WorkflowTemplate, metadata: {name: {{{name}}} }, spec: {templates: [{name: a, suspend: {} }] } }"
                  resource: {action: create, manifestFrom: {artifact: {name: manifest} } }
            """);

        Assert.Equal(NodePhase.Succeeded, Ended(run).Phase);
        Assert.NotNull(await engine.Workflows.GetResourceAsync(new ResourceRef(ResourceKind.WorkflowTemplate, Namespaces.Default, name), Token));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: p}", NodePhase.Error, "a Pod is an object of a Kubernetes cluster, and this engine runs without one; without a cluster it keeps: Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, WorkflowEventBinding, ConfigMap")]
    [InlineData("apiVersion: v1\nmetadata: {name: p}", NodePhase.Failed, "the manifest has no kind")]
    [InlineData("apiVersion: v1\nkind: ConfigMap", NodePhase.Failed, "the manifest has neither metadata.name nor metadata.generateName")]
    public async Task Manifest_That_Cannot_Be_Served_Says_Why(string manifest, string phase, string message)
    {
        var run = await engine.RunAsync(Resource("action: create", manifest));

        Assert.Equal((phase, message), Ended(run));
    }

    [Theory]
    [InlineData("status.phase", "Running")]
    [InlineData("list.1.name", "b")]
    [InlineData("list.#", "2")]
    [InlineData("metadata.labels.example.com/tier", "web")]
    [InlineData("count", "3")]
    [InlineData("none.at.all", null)]
    public void Paths_Of_Conditions_Find(string path, string? expected)
    {
        var value = JsonNode.Parse("""{"status":{"phase":"Running"},"list":[{"name":"a"},{"name":"b"}],"metadata":{"labels":{"example.com/tier":"web"}},"count":3}""");

        Assert.Equal(expected, ResourceConditions.Find(value, path));
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/a/-","value":3}]""", """{"a":[1,2,3],"b/c":{}}""")]
    [InlineData("""[{"op":"add","path":"/a/0","value":0},{"op":"remove","path":"/b~1c"}]""", """{"a":[0,1,2]}""")]
    [InlineData("""[{"op":"move","from":"/a/0","path":"/b~1c/x"}]""", """{"a":[2],"b/c":{"x":1}}""")]
    [InlineData("""[{"op":"test","path":"/a/1","value":2},{"op":"copy","from":"/a","path":"/d"}]""", """{"a":[1,2],"b/c":{},"d":[1,2]}""")]
    public void Json_Patch_Changes(string patch, string expected)
    {
        var changed = JsonPatches.Apply((JsonObject)JsonNode.Parse("""{"a":[1,2],"b/c":{}}""")!, (JsonArray)JsonNode.Parse(patch)!);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), changed), changed.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/x"}]""")]
    [InlineData("""[{"op":"test","path":"/a/0","value":9}]""")]
    [InlineData("""[{"op":"grow","path":"/a"}]""")]
    public void Json_Patch_Refuses(string patch) =>
        Assert.Throws<ResourceFault>(() => JsonPatches.Apply((JsonObject)JsonNode.Parse("""{"a":[1,2]}""")!, (JsonArray)JsonNode.Parse(patch)!));

    private static (string? Phase, string? Message) Ended(Workflow run)
    {
        var node = run.Status!.Nodes!.Values.Single();
        return (node.Phase, node.Message);
    }

    private static string Resource(string fields, string? manifest, string outputs = "") => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: resource-}
        spec:
          entrypoint: main
          templates:
            - name: main
              resource:
        {{Indented(fields, 8)}}
        {{(manifest is null ? "" : "        manifest: |\n" + Indented(manifest, 10))}}
        {{Indented(outputs, 6)}}
        """;

    private static string Indented(string text, int columns) => string.Join('\n', text.Split('\n').Select(line => new string(' ', columns) + line));
}
