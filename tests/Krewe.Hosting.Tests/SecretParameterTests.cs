using System.Text.Json;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary>A secret parameter through a whole engine: steps, a child run, a task of the host, a retry; the value is in no state, log or file.</summary>
public sealed class SecretParameterTests : IAsyncLifetime
{
    private const string Secret = "correct-horse-battery";
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("krewe-secrets-");
    private readonly EngineFixture _engine;

    public SecretParameterTests()
    {
        _secrets.CreateSubdirectory("ci");
        File.WriteAllText(Path.Combine(_secrets.FullName, "ci", "token"), Secret + "\n");
        _engine = new EngineFixture(config: null, _secrets.FullName);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _engine.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    [Fact]
    public async Task Value_Reaches_The_Steps_And_Nothing_Else()
    {
        var run = await _engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: secret-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
              templates:
              - name: main
                inputs: {parameters: [{name: token}]}
                dag:
                  tasks:
                  - {name: step, template: step, arguments: {parameters: [{name: t, value: "{{inputs.parameters.token}}"}]}}
                  - {name: child, template: child, arguments: {parameters: [{name: t, value: "{{inputs.parameters.token}}"}]}}
                  - {name: after, template: after, depends: step && child, arguments: {parameters: [{name: t, value: "{{tasks.step.outputs.result}}"}, {name: c, value: "{{tasks.child.outputs.parameters.o}}"}]}}
              - name: step
                inputs: {parameters: [{name: t}]}
                retryStrategy: {limit: 2}
                script: {image: busybox, command: [sh], source: "echo attempt {{retries}} {{inputs.parameters.t}}; test {{retries}} -gt 0"}
              - name: child
                inputs: {parameters: [{name: t}]}
                outputs: {parameters: [{name: o, valueFrom: {parameter: o}}]}
                workflow:
                  arguments: {parameters: [{name: given, value: "{{inputs.parameters.t}}"}]}
                  spec:
                    entrypoint: e
                    arguments: {parameters: [{name: given}]}
                    templates:
                    - name: e
                      outputs: {parameters: [{name: o, globalName: o, valueFrom: {path: /tmp/o}}]}
                      container: {image: busybox, command: [sh, -c, "test {{workflow.parameters.given}} = correct-''horse-battery && echo {{workflow.parameters.given}} > /tmp/o"]}
              - name: after
                inputs: {parameters: [{name: t}, {name: c}]}
                container: {image: busybox, command: [echo, "{{inputs.parameters.t}} {{inputs.parameters.c}}"]}
            """);
        var child = await _engine.Workflows.GetAsync(new RunRef(run.Metadata.Namespace!, run.Status!.Nodes!.Values.Single(node => node.Type == NodeType.Workflow).ChildWorkflow!.Name!), Token);

        Assert.True(run.Status.Phase == WorkflowPhase.Succeeded, JsonSerializer.Serialize(run, ModelJson.Default.Workflow));
        Assert.Equal(["attempt 1 ***", "***"], run.Status.Nodes!.Values.Single(node => node.DisplayName == "after").Inputs!.Parameters!.Select(parameter => parameter.Value));
        Assert.All(run.Status.Nodes.Values.Where(node => node.TemplateName == "step"), node => Assert.Equal("ci", node.Inputs!.Parameters!.Single().ValueFrom!.SecretKeyRef!.Name));
        Assert.Equal("ci", child.Spec.Arguments!.Parameters!.Single().ValueFrom!.SecretKeyRef!.Name);
        await AssertNowhereAsync(run, child);
    }

    [Fact]
    public async Task Run_That_Is_Retried_And_Resubmitted_Has_The_Secret_Again()
    {
        var file = Path.Combine(_engine.DataFolder, "fails");
        await File.WriteAllTextAsync(file, "", Token);
        var run = await _engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: secret-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
              templates:
              - name: main
                container: {image: busybox, command: [sh, -c, "test {{workflow.parameters.token}} = correct-''horse-battery && test ! -e FILE"]}
            """.Replace("FILE", file, StringComparison.Ordinal));
        Assert.Equal(WorkflowPhase.Failed, run.Status!.Phase);
        File.Delete(file);

        await _engine.Workflows.RetryAsync(EngineFixture.RefOf(run), new RetryOptions(), Token);
        var retried = await _engine.WaitAsync(run);
        var again = await _engine.WaitAsync(await _engine.Workflows.ResubmitAsync(EngineFixture.RefOf(run), new ResubmitOptions(), Token));

        Assert.Equal((WorkflowPhase.Succeeded, WorkflowPhase.Succeeded), (retried.Status!.Phase, again.Status!.Phase));
        await AssertNowhereAsync(retried, again);
    }

    [Fact]
    public async Task Secret_That_Is_Not_There_Fails_The_Step_With_Its_Name()
    {
        var run = await _engine.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: secret-}
            spec:
              entrypoint: main
              templates:
              - name: main
                inputs: {parameters: [{name: t, valueFrom: {secretKeyRef: {name: none, key: k}}}]}
                container: {image: busybox, command: [echo, "{{inputs.parameters.t}}"]}
            """);

        var node = run.Status!.Nodes!.Values.Single();
        Assert.Equal((NodePhase.Error, "secret \"none\" with key \"k\", which a parameter refers to, was not found: put it under the secrets folder"), (node.Phase, node.Message));
    }

    [Fact]
    public async Task Use_That_Would_Show_The_Secret_Is_Refused_Before_Anything_Runs()
    {
        var refused = await Assert.ThrowsAsync<KreweException>(() => _engine.SubmitAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: secret-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
              templates:
              - {name: main, steps: [[{name: a, template: b, when: "{{workflow.parameters.token}} == x"}]]}
              - {name: b, container: {image: busybox, command: ["true"]}}
            """));

        Assert.Contains("workflow.parameters.token is a secret: it can be handed on whole", refused.Message, StringComparison.Ordinal);
    }

    // Files of the store hold all that the engine remembers; logs are files too.
    private async Task AssertNowhereAsync(params Workflow[] runs)
    {
        foreach (var run in runs)
        {
            Assert.DoesNotContain(Secret, JsonSerializer.Serialize(run, ModelJson.Default.Workflow), StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(_engine.DataFolder, "*", new EnumerationOptions { RecurseSubdirectories = true }).Where(IsKept))
        {
            Assert.False((await ReadAsync(file)).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Secret)) >= 0, file);
        }
    }

    // Not what a step wrote into its own folder, and not the supervisor's socket and lock.
    private static bool IsKept(string file) => !(file.EndsWith("/tmp/o", StringComparison.Ordinal) || Path.GetExtension(file) is ".sock" or ".lock");

    // The engine has its store open.
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
