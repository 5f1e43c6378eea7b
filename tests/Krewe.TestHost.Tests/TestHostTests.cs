using Krewe.Client;
using Krewe.Executors.Tasks;
using Krewe.Model;

namespace Krewe.TestHost.Tests;

/// <summary>Workflows in unit tests: mocked steps, skipped waits.</summary>
public sealed class TestHostTests
{
    private readonly KreweTestHost _host = new();

    [Fact]
    public async Task Outputs_Of_Mocks_Reach_The_Steps_That_Ask_For_Them()
    {
        _host.Mock("build", call => StepOutcome.Succeeded().WithOutput("binary", "app-" + call.Inputs["version"]));
        _host.Mock("deploy", StepOutcome.Succeeded("done"));

        var run = await _host.RunAsync(Pipeline, new Dictionary<string, string> { ["version"] = "2.0" });

        Assert.Equal(WorkflowPhase.Succeeded, run.Phase);
        Assert.Equal("app-2.0", run.CallsOf("deploy").Single().Inputs["binary"]);
        Assert.Equal("app-2.0", run.OutputsOf("build")["binary"]);
        Assert.Equal("done", run.Node("deploy").Outputs?.Result);
    }

    [Fact]
    public async Task Retries_Wait_Their_Time_Without_Waiting()
    {
        _host.Mock("main", StepOutcome.Failed(7), StepOutcome.Failed(7).After(TimeSpan.FromMinutes(1)), StepOutcome.Succeeded());

        var run = await _host.RunAsync(Single("container: {image: a, command: [a]}\n      retryStrategy: {limit: 5, backoff: {duration: 1h, factor: 2}}"));

        Assert.Equal(WorkflowPhase.Succeeded, run.Phase);
        Assert.Equal(3, run.Calls.Count);
        // An hour, a minute of work, two hours.
        Assert.Equal(new TimeSpan(3, 1, 0), run.Elapsed);
        Assert.Equal("main: Error (exit code 7)", run.Node(run.Workflow.Metadata.Name + "(0)").Message);
    }

    [Fact]
    public async Task Step_That_Never_Ends_Is_Ended_By_Its_Deadline()
    {
        _host.Mock("main", StepOutcome.NeverEnds);

        var run = await _host.RunAsync(Single("container: {image: a, command: [a]}\n      activeDeadlineSeconds: 600"));

        Assert.Equal((WorkflowPhase.Failed, TimeSpan.FromMinutes(10)), (run.Phase, run.Elapsed));
        Assert.Equal("Step exceeded its deadline", run.Node(run.Workflow.Metadata.Name!).Message);
    }

    [Fact]
    public async Task Step_That_Never_Ends_Leaves_The_Run_Waiting_Until_It_Is_Ended()
    {
        _host.Mock("main", StepOutcome.NeverEnds);

        var run = await _host.RunAsync(Single("container: {image: a, command: [a]}"));
        Assert.Equal((WorkflowPhase.Running, run.Workflow.Metadata.Name), (run.Phase, Assert.Single(run.Waiting)));

        await run.TerminateAsync();
        Assert.Equal(WorkflowPhase.Failed, run.Phase);
        Assert.Empty(run.Waiting);
    }

    [Fact]
    public async Task Suspended_Node_Takes_What_The_Test_Supplies()
    {
        _host.Mock("deploy", StepOutcome.Succeeded());
        var workflow = new WorkflowBuilder("approve-")
            .Suspend("approve", configure: template => template.Output("answer"))
            .Task("deploy", configure: template => template.Input("answer"))
            .Steps("main", steps => steps
                .Step("approve")
                .Step("deploy", call => call.With("answer", Tags.StepOutput("approve", "answer"))))
            .Build();

        var run = await _host.RunAsync(workflow);
        await run.ResumeAsync(new Dictionary<string, string> { ["answer"] = "yes" });

        Assert.Equal(WorkflowPhase.Succeeded, run.Phase);
        Assert.Equal("yes", run.CallsOf("deploy").Single().Inputs["answer"]);
    }

    [Fact]
    public async Task Suspended_For_Days_Takes_No_Time()
    {
        var run = await _host.RunAsync(Single("suspend: {duration: 72h}"));

        Assert.Equal((WorkflowPhase.Succeeded, TimeSpan.FromDays(3)), (run.Phase, run.Elapsed));
    }

    [Fact]
    public async Task Task_Of_The_Host_Runs_For_Real()
    {
        _host.AddTask(TaskDefinition.Create<Order, Payment>("charge", (order, context, _) => Task.FromResult(new Payment(order.Amount * 2, context.IdempotenceKey))));
        var workflow = new WorkflowBuilder("task-")
            .Task("main", "charge", template => template.Input("amount", "21").Output("total"))
            .Build();

        var run = await _host.RunAsync(workflow);
        var node = run.Node(run.Workflow.Metadata.Name!);

        Assert.Equal((NodePhase.Succeeded, "42"), (node.Phase, run.OutputsOf(node.Name)["total"]));
        Assert.Equal($$"""{"total":42,"key":"{{run.Workflow.Metadata.Uid}}/{{node.Id}}/0"}""", node.Outputs?.Result);
    }

    [Fact]
    public async Task Secrets_Reach_Mocks_And_Tasks_And_Stay_Out_Of_The_Run()
    {
        _host.SetSecret("bank", "key", "very-secret-key");
        _host.AddTask(TaskDefinition.Create<Dictionary<string, string>, string>("pay", (input, context, _) => Task.FromResult($"{input["key"]} {context.Parameters["key"].Length}")));
        _host.Mock("sign", call => StepOutcome.Succeeded(call.Inputs["key"].Length + " " + call.Work.Template.Container!.Args!.Single()));

        var run = await _host.RunAsync(WithSecret);

        Assert.Equal((WorkflowPhase.Succeeded, "*** 15", "15 very-secret-key"), (run.Phase, run.Node("pay").Outputs?.Result, run.Node("sign").Outputs?.Result));
        Assert.Equal("bank", run.Node("pay").Inputs!.Parameters!.Single().ValueFrom!.SecretKeyRef!.Name);
    }

    [Fact]
    public async Task Secret_That_The_Test_Has_Not_Set_Is_Asked_For()
    {
        _host.MockOthers(_ => StepOutcome.Succeeded());

        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => _host.RunAsync(WithSecret));

        Assert.Equal("step 'secret[0].sign' is given key 'key' of secret 'bank'; call SetSecret(\"bank\", \"key\", …)", missing.Message);
    }

    private const string WithSecret = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: secret}
        spec:
          entrypoint: main
          arguments: {parameters: [{name: key, valueFrom: {secretKeyRef: {name: bank, key: key}}}]}
          templates:
            - name: main
              steps:
              - - {name: sign, template: sign, arguments: {parameters: [{name: key, value: "{{workflow.parameters.key}}"}]}}
              - - {name: pay, template: pay, arguments: {parameters: [{name: key, value: "{{workflow.parameters.key}}"}]}}
            - name: sign
              inputs: {parameters: [{name: key}]}
              container: {image: a, command: [a], args: ["{{inputs.parameters.key}}"]}
            - name: pay
              inputs: {parameters: [{name: key}]}
              plugin: {krewe.io/task: {name: pay}}
        """;

    [Fact]
    public async Task Mutex_Lets_One_Step_In_After_The_Other()
    {
        _host.Mock("work", StepOutcome.Succeeded().After(TimeSpan.FromMinutes(5)));

        var run = await _host.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: locks-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps: [[{name: one, template: work}, {name: two, template: work}, {name: three, template: work}]]
                - name: work
                  synchronization: {mutexes: [{name: m}]}
                  container: {image: a, command: [a]}
            """);

        Assert.Equal((WorkflowPhase.Succeeded, TimeSpan.FromMinutes(15)), (run.Phase, run.Elapsed));
    }

    [Fact]
    public async Task Templates_Config_Maps_And_Memoized_Results_Are_Those_Of_The_Host()
    {
        _host.SetConfigMap("settings", "place", "moon").Mock("greet", call => StepOutcome.Succeeded().WithOutput("text", "hello " + call.Inputs["place"]));
        const string yaml = """
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: library}
            spec:
              templates:
                - name: greet
                  inputs: {parameters: [{name: place}]}
                  memoize: {key: "{{inputs.parameters.place}}", cache: {configMap: {name: greetings}}}
                  container: {image: a, command: [a]}
                  outputs: {parameters: [{name: text, valueFrom: {path: /tmp/text}}]}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: ref-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: place, valueFrom: {configMapKeyRef: {name: settings, key: place}}}]}
              templates:
                - name: main
                  steps: [[{name: say, templateRef: {name: library, template: greet}, arguments: {parameters: [{name: place, value: "{{workflow.parameters.place}}"}]}}]]
            """;

        var first = await _host.RunAsync(yaml);
        var second = await _host.RunAsync(first.Workflow);

        Assert.Equal((WorkflowPhase.Succeeded, "hello moon"), (first.Phase, first.OutputsOf("say")["text"]));
        Assert.Equal((WorkflowPhase.Succeeded, "hello moon"), (second.Phase, second.OutputsOf("say")["text"]));
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Daemon_Serves_Until_Its_Template_Is_Over()
    {
        _host.Mock("serve", StepOutcome.Succeeded()).Mock("ask", call => StepOutcome.Succeeded(call.Inputs["address"]));

        var run = await _host.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: daemon-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps:
                    - [{name: serve, template: serve}]
                    - [{name: ask, template: ask, arguments: {parameters: [{name: address, value: "{{steps.serve.ip}}"}]}}]
                - {name: serve, daemon: true, container: {image: a, command: [a]}}
                - {name: ask, inputs: {parameters: [{name: address}]}, container: {image: a, command: [a]}}
            """);

        Assert.Equal((WorkflowPhase.Succeeded, "127.0.0.1"), (run.Phase, run.Node("ask").Outputs?.Result));
        Assert.Equal(NodePhase.Succeeded, run.Node("serve").Phase);
    }

    [Fact]
    public async Task Failed_Run_Is_Retried()
    {
        _host.Mock("build", StepOutcome.Succeeded().WithOutput("binary", "app")).Mock("deploy", StepOutcome.Error("no machine"), StepOutcome.Succeeded());

        var run = await _host.RunAsync(Pipeline);
        Assert.Equal(WorkflowPhase.Error, run.Phase);
        await run.RetryAsync();

        Assert.Equal(WorkflowPhase.Succeeded, run.Phase);
        Assert.Single(run.CallsOf("build"));
        Assert.Equal(2, run.CallsOf("deploy").Count);
    }

    [Fact]
    public async Task Thousands_Of_Steps_Run()
    {
        _host.MockOthers(call => StepOutcome.Succeeded(call.Inputs["n"]).After(TimeSpan.FromSeconds(1)));
        var workflow = new WorkflowBuilder("loop-")
            .Container("work", "a", ["a"], template => template.Input("n"))
            .Steps("main", steps => steps.Step("work", call => call.Times(2000).With("n", Tags.Item)))
            .Parallelism(100)
            .Build();

        var run = await _host.RunAsync(workflow);

        Assert.Equal((WorkflowPhase.Succeeded, TimeSpan.FromSeconds(20)), (run.Phase, run.Elapsed));
    }

    [Fact]
    public async Task Step_Without_A_Mock_Ends_The_Test_With_Its_Name()
    {
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => _host.RunAsync(Pipeline));

        Assert.Contains("template 'build' is not mocked", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mock_That_Does_Not_Give_What_Its_Template_Promises_Ends_The_Test()
    {
        _host.Mock("build", StepOutcome.Succeeded());

        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => _host.RunAsync(Pipeline));

        Assert.Contains("gives no output 'binary'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_That_Is_Not_Valid_Is_Refused()
    {
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => _host.RunAsync(Pipeline.Replace("template: deploy", "template: deplyo", StringComparison.Ordinal)));

        Assert.Contains("deplyo", wrong.Message, StringComparison.Ordinal);
    }

    private const string Pipeline = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: pipeline-}
        spec:
          entrypoint: main
          arguments: {parameters: [{name: version, value: "1.0"}]}
          templates:
            - name: main
              dag:
                tasks:
                  - {name: build, template: build, arguments: {parameters: [{name: version, value: "{{workflow.parameters.version}}"}]}}
                  - {name: deploy, template: deploy, dependencies: [build], arguments: {parameters: [{name: binary, value: "{{tasks.build.outputs.parameters.binary}}"}]}}
            - name: build
              inputs: {parameters: [{name: version}]}
              container: {image: golang, command: [make]}
              outputs: {parameters: [{name: binary, valueFrom: {path: /tmp/binary}}]}
            - name: deploy
              inputs: {parameters: [{name: binary}]}
              container: {image: deployer, command: [deploy]}
        """;

    private static string Single(string body) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: single-}
        spec:
          entrypoint: main
          templates:
            - name: main
              {{body}}
        """;

    private sealed record Order(int Amount);

    private sealed record Payment(int Total, string Key);
}
