using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Parameters that are a key of a secret: calls hand on where the value is, steps get a mark, nothing else reads them.</summary>
public sealed class SecretParameterTests
{
    private const string Head = """
        kind: Workflow
        metadata: {name: s}
        spec:
          entrypoint: main
          arguments:
            parameters:
            - {name: token, valueFrom: {secretKeyRef: {name: "{{workflow.name}}-ci", key: token}, default: none}}
            - {name: env, value: prod}
          templates:

        """;

    private const string Chain = Head + """
          - name: main
            inputs: {parameters: [{name: token}]}
            steps:
            - - {name: outer, template: middle, arguments: {parameters: [{name: secret, value: " {{ inputs.parameters.token }}"}, {name: more, value: "x-{{workflow.parameters.env}}"}]}}
          - name: middle
            inputs: {parameters: [{name: secret}, {name: more}]}
            dag:
              tasks:
              - {name: loop, template: leaf, withItems: [1, 2], arguments: {parameters: [{name: password, value: "{{inputs.parameters.secret}}"}, {name: number, value: "{{item}}"}]}}
              - {name: own, template: own}
              - {name: given, template: leaf, arguments: {parameters: [{name: password, valueFrom: {secretKeyRef: {name: other, key: "{{inputs.parameters.more}}", optional: true}}}, {name: number, value: "3"}]}}
          - name: leaf
            inputs: {parameters: [{name: password}, {name: number}]}
            container:
              image: x
              command: [sh, -c]
              args: ["login {{inputs.parameters.password}} {{inputs.parameters.number}} {{workflow.parameters.token}}"]
              env: [{name: TOKEN, value: "Bearer {{inputs.parameters.password}}"}]
          - name: own
            inputs: {parameters: [{name: key, default: "fallback", valueFrom: {secretKeyRef: {name: "db-{{workflow.parameters.env}}", key: password}}}]}
            script: {image: x, command: [sh], source: "echo {{inputs.parameters.key}} {{inputs.parameters}}"}
        """;

    [Fact]
    public void Secret_IsHandedOnAsAReference_AndIsAMarkInTheStep()
    {
        var run = RunDriver.Create(Chain);

        var loop = run.Started.Single(work => work.NodeName.EndsWith("loop(0:1)", StringComparison.Ordinal));
        Assert.Equal(2, loop.Secrets.Count);
        Assert.All(loop.Secrets.Values, from => Assert.Equal(("s-ci", "token", "none"), (from.SecretKeyRef!.Name, from.SecretKeyRef.Key, from.Default)));
        var args = Assert.Single(loop.Template.Container!.Args!).Split(' ');
        Assert.Equal(("login", "1"), (args[0], args[2]));
        Assert.Equal(loop.Secrets.Keys.Order(StringComparer.Ordinal), new[] { args[1], args[3] }.Order(StringComparer.Ordinal));
        Assert.Equal($"Bearer {args[1]}", loop.Template.Container.Env![0].Value);

        var own = run.Started.Single(work => work.NodeName.EndsWith(".own", StringComparison.Ordinal));
        var (mark, secret) = Assert.Single(own.Secrets);
        Assert.Equal(("db-prod", "password", "fallback"), (secret.SecretKeyRef!.Name, secret.SecretKeyRef.Key, secret.Default));
        Assert.StartsWith($"echo {mark} [{{", own.Template.Script!.Source!, StringComparison.Ordinal);
        Assert.DoesNotContain(mark, own.Template.Script.Source![(6 + mark.Length)..], StringComparison.Ordinal);

        var given = run.Started.Single(work => work.NodeName.EndsWith(".given", StringComparison.Ordinal)).Secrets.Values.First();
        Assert.Equal(("other", "x-prod", true), (given.SecretKeyRef!.Name, given.SecretKeyRef.Key, given.SecretKeyRef.Optional));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Marks_AreNowhereInTheRun_AndAreMadeAnewAfterARestart(bool snapshot)
    {
        var run = RunDriver.Create(Chain);
        var before = run.Started.SelectMany(work => work.Secrets.Keys).ToList();

        var state = JsonSerializer.Serialize(run.Workflow) + JsonSerializer.Serialize(run.Log) + System.Text.Encoding.UTF8.GetString(RunSnapshot.Encode(run.State));
        run.Restart(snapshot);
        var again = run.Effects.OfType<StartNode>().TakeLast(4).SelectMany(start => start.Work.Secrets).ToList();

        Assert.All(before, mark => Assert.DoesNotContain(mark, state, StringComparison.Ordinal));
        var input = run.State.Nodes.Values.Single(node => node.DisplayName == "loop(1:2)").Inputs!.Parameters![0];
        Assert.Equal((null, "s-ci"), (input.Value, input.ValueFrom!.SecretKeyRef!.Name));
        Assert.Equal(before.Count, again.Count);
        Assert.Empty(before.Intersect(again.Select(secret => secret.Key)));
    }

    [Theory]
    [InlineData("""when: "{{inputs.parameters.token}} == x" """)]
    [InlineData("""withParam: "{{inputs.parameters.token}}" """)]
    [InlineData("""withSequence: {count: "{{inputs.parameters.token}}"}""")]
    [InlineData("""arguments: {parameters: [{name: text, value: "Bearer {{inputs.parameters.token}}"}]}""")]
    [InlineData("""arguments: {parameters: [{name: text, value: "{{=inputs.parameters.token}}"}]}""")]
    [InlineData("""arguments: {parameters: [{name: text, value: "{{=toJson(inputs)}}"}]}""")]
    [InlineData("""arguments: {artifacts: [{name: file, raw: {data: "{{inputs.parameters.token}}"}}]}""")]
    public void Call_ThatReadsASecret_Fails(string call)
    {
        var run = RunDriver.Create(Head + $$"""
              - name: main
                inputs: {parameters: [{name: token}]}
                steps:
                - - name: a
                    template: leaf
                    {{call}}
              - name: leaf
                inputs: {parameters: [{name: text, default: ""}], artifacts: [{name: file, path: /f, optional: true}]}
                container: {image: x, command: [x]}
            """);

        Assert.Empty(run.Started);
        Assert.Contains(run.State.Nodes.Values, node => node.Message?.Contains("inputs.parameters.token is a secret: it can be handed on whole", StringComparison.Ordinal) == true);
        Assert.Equal((WorkflowPhase.Failed, true), (run.State.Phase, run.State.IsCompleted));
    }

    [Theory]
    [InlineData("""container: {image: "{{inputs.parameters.token}}", command: [x]}""")]
    [InlineData("""container: {image: x, command: [x], workingDir: "{{inputs.parameters.token}}"}""")]
    [InlineData("""container: {image: x, command: ["{{=inputs.parameters.token + 'x'}}"]}""")]
    [InlineData("""{container: {image: x, command: [x]}, metadata: {labels: {a: "{{inputs.parameters.token}}"}}}""")]
    [InlineData("""{container: {image: x, command: [x]}, memoize: {key: "{{inputs.parameters.token}}", cache: {configMap: {name: c}}}}""")]
    [InlineData("""{container: {image: x, command: [x]}, synchronization: {mutex: {name: "{{inputs.parameters.token}}"}}}""")]
    [InlineData("""{container: {image: x, command: [x]}, outputs: {artifacts: [{name: a, path: /a, s3: {key: "{{workflow.parameters.token}}"}}]}}""")]
    [InlineData("""resource: {action: create, manifest: "{{inputs.parameters.token}}"}""")]
    [InlineData("""http: {url: "http://x", successCondition: "{{inputs.parameters.token}}"}""")]
    public void Step_ThatHasASecretWhereNoneMayBe_Fails(string body)
    {
        var fields = body.StartsWith('{') ? body[1..^1] : body;
        var run = RunDriver.Create(Head + $$"""
              - {name: main, inputs: {parameters: [{name: token}]}, {{fields}}}
            """);

        Assert.Empty(run.Started);
        Assert.Contains(".parameters.token is a secret", run.State.Nodes.Values.Single().Message, StringComparison.Ordinal);
        Assert.Equal(WorkflowPhase.Error, run.State.Phase);
    }

    [Theory]
    [InlineData("value: \"{{workflow.parameters.token}}\"")]
    [InlineData("value: \"x {{inputs.parameters.token}}\"")]
    [InlineData("value: \"{{inputs.parameters.token}}\"")]
    public void Value_ThatHoldsTheTagOfASecret_IsGivenNothing(string value)
    {
        // As it comes with the body of a webhook, or from a user who may only submit.
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: s}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}, {name: text, VALUE}]}
              hooks:
                exit: {template: leaf, arguments: {parameters: [{name: token, value: x}, {name: text, value: "{{workflow.parameters.text}}"}]}}
                running: {template: leaf, expression: "true", arguments: {parameters: [{name: token, value: x}, {name: text, value: "{{workflow.parameters.text}}"}]}}
              templates:
              - name: main
                inputs: {parameters: [{name: token}]}
                steps:
                - - {name: a, template: leaf, arguments: {parameters: [{name: token, value: "{{inputs.parameters.token}}"}, {name: text, value: "{{workflow.parameters.text}}"}]}, hooks: {exit: {template: leaf, arguments: {parameters: [{name: token, value: x}, {name: text, value: "{{workflow.parameters.text}}"}]}}}}
                - - {name: loop, template: leaf, withItems: ["{{workflow.parameters.text}}"], arguments: {parameters: [{name: token, value: x}, {name: text, value: "{{item}}"}]}}
                - - {name: inline, arguments: {parameters: [{name: t, value: "{{inputs.parameters.token}}"}]}, inline: {inputs: {parameters: [{name: t}]}, container: {image: x, command: ["{{workflow.parameters.text}}"]}}}
              - name: leaf
                inputs: {parameters: [{name: token}, {name: text}]}
                container: {image: x, command: ["{{inputs.parameters.text}}"]}
            """.Replace("VALUE", value, StringComparison.Ordinal));
        run.RunToEnd(order =>
        {
            Assert.Empty(order.Secrets);
            return (NodePhase.Succeeded, null);
        });

        Assert.All(run.State.Nodes.Values.SelectMany(node => node.Inputs?.Parameters ?? []).Where(input => input.Name == "text"), input => Assert.Null(input.ValueFrom));
        Assert.True(run.State.IsCompleted);
    }

    [Theory]
    [InlineData("steps: [[{name: a, template: leaf, arguments: ARGS}]]")]
    [InlineData("dag: {tasks: [{name: a, template: leaf, arguments: ARGS}]}")]
    public void Composite_ThatIsRetried_HandsSecretsOn(string body)
    {
        const string Arguments = """{parameters: [{name: t, value: "{{inputs.parameters.token}}"}]}""";
        var run = RunDriver.Create(Head + """
              - name: main
                inputs: {parameters: [{name: token}]}
                retryStrategy: {limit: 1}
                BODY
              - name: leaf
                inputs: {parameters: [{name: t}]}
                container: {image: x, command: ["{{inputs.parameters.t}}"]}
            """.Replace("BODY", body.Replace("ARGS", Arguments, StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Equal(Assert.Single(run.Started).Template.Container!.Command![0], Assert.Single(run.Started[0].Secrets).Key);
    }

    [Fact]
    public void Hooks_ExitHandlers_HttpAndPlugins_AreGivenSecrets()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: s}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
              hooks: {exit: {template: call, arguments: {parameters: [{name: token, value: "{{workflow.parameters.token}}"}]}}}
              templates:
              - name: main
                steps:
                - - {name: a, template: task, arguments: {parameters: [{name: token, value: "{{workflow.parameters.token}}"}]}, hooks: {exit: {template: call, arguments: {parameters: [{name: token, value: "{{workflow.parameters.token}}"}]}}}}
              - name: task
                inputs: {parameters: [{name: token}]}
                plugin: {krewe.io/task: {name: t, input: {key: "{{inputs.parameters.token}}"}}}
              - name: call
                inputs: {parameters: [{name: token}]}
                http: {url: "http://x/?t={{inputs.parameters.token}}", headers: [{name: a, value: "{{inputs.parameters.token}}"}], body: "{{inputs.parameters.token}}"}
            """);

        var task = Assert.Single(run.Started);
        var mark = Assert.Single(task.Secrets).Key;
        Assert.Equal(mark, task.Template.Inputs!.Parameters![0].Value);
        Assert.Equal(mark, task.Template.Plugin!.Value.GetProperty("krewe.io/task").GetProperty("input").GetProperty("key").GetString());
        run.End("a");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var call = Assert.Single(run.Started);
            mark = Assert.Single(call.Secrets).Key;
            Assert.Equal(($"http://x/?t={mark}", mark, mark), (call.Template.Http!.Url, call.Template.Http.Headers![0].Value, call.Template.Http.Body));
            run.Report(call.NodeId, NodePhase.Succeeded);
        }

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void ChildWorkflow_IsGivenTheReference()
    {
        var run = RunDriver.Create(Head + """
              - name: main
                inputs: {parameters: [{name: token}]}
                workflow: {workflowTemplateRef: {name: child}, arguments: {parameters: [{name: key, value: "{{inputs.parameters.token}}"}]}}
            """);

        var work = Assert.Single(run.Started);
        var argument = Assert.Single(work.Template.Workflow!.Arguments!.Parameters!);
        Assert.Equal((null, "s-ci", 0), (argument.Value, argument.ValueFrom!.SecretKeyRef!.Name, work.Secrets.Count));
    }

    [Fact]
    public void Parts_AndAttempts_AreGivenSecrets()
    {
        var run = new PartedRun(Head + """
              - name: main
                inputs: {parameters: [{name: token}]}
                dag:
                  tasks:
                  - {name: many, template: many, arguments: {parameters: [{name: token, value: "{{inputs.parameters.token}}"}]}}
              - name: many
                inputs: {parameters: [{name: token}]}
                dag:
                  tasks:
                  - {name: each, template: leaf, withSequence: {count: "4"}, arguments: {parameters: [{name: token, value: "{{inputs.parameters.token}}"}]}}
              - name: leaf
                inputs: {parameters: [{name: token}]}
                retryStrategy: {limit: 1}
                container: {image: x, command: ["{{inputs.parameters.token}}", "{{workflow.parameters.token}}"]}
            """);
        var seen = new List<NodeWorkOrder>();
        run.RunToEnd(order =>
        {
            seen.Add(order);
            return (order.NodeName.EndsWith("(0)", StringComparison.Ordinal) ? NodePhase.Failed : NodePhase.Succeeded, null);
        });

        Assert.Equal(WorkflowPhase.Succeeded, run.Root.State.Phase);
        Assert.True(run.All.Count > 1);
        Assert.Equal(8, seen.Count);
        Assert.All(seen, order => Assert.Equal(order.Secrets.Keys.Order(StringComparer.Ordinal), order.Template.Container!.Command!.Order(StringComparer.Ordinal)));
        Assert.All(seen.SelectMany(order => order.Secrets.Values), from => Assert.Equal("s-ci", from.SecretKeyRef!.Name));
    }

    [Fact]
    public void PlainValue_TakesThePlaceOfASecret()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: s}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: token, value: given, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
              templates:
              - name: main
                inputs: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
                container: {image: x, command: ["{{inputs.parameters.token}}"]}
            """);

        var work = Assert.Single(run.Started);
        Assert.Equal(("given", 0), (work.Template.Container!.Command![0], work.Secrets.Count));
    }
}
