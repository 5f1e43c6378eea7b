using Krewe.Model.Validation;

namespace Krewe.Model.Tests.Validation;

public sealed class WorkflowValidatorTests
{
    private const string Echo = """
          - name: echo
            inputs: {parameters: [{name: text}]}
            container: {image: alpine, args: ["{{inputs.parameters.text}}"]}
        """;

    [Fact]
    public void Validator_Reports_EveryStep_When_SeveralAreWrong()
    {
        var errors = Validate($$$"""
            spec:
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: missing}
                - - {name: b, template: echo, arguments: {parameters: [{name: text, value: "{{steps.nobody.id}}"}]}}
                  - {name: c, template: echo}
            {{{Echo}}}
            """);

        Assert.Equal(
            [
                ("spec.templates[0].steps[0][0].template", "templates.main.steps[0].a template name 'missing' undefined"),
                ("spec.templates[0].steps[1][0].arguments.parameters[0].value", "templates.main.steps failed to resolve {{steps.nobody.id}}; there are steps.a.finishedAt, steps.a.hostNodeName, steps.a.id, steps.a.startedAt, steps.a.status, steps.b.status"),
                ("spec.templates[0].steps[1][1]", "templates.main.steps[1].c templates.echo inputs.parameters.text was not supplied"),
            ],
            errors.Select(error => (error.Path, error.Message)));
    }

    [Theory]
    [InlineData("tasks.square.outputs.results", "; did you mean \"tasks.square.outputs.result\"?")]
    [InlineData("tasks.sqare.outputs.result", "; did you mean \"tasks.square.outputs.result\"?")]
    [InlineData("tasks.square.outputs.parameters.elsewhere", "; there are tasks.square.outputs.parameters.area, tasks.square.outputs.parameters.side")]
    [InlineData("workflow.parameters.lenght", "; did you mean \"workflow.parameters.length\"?")]
    [InlineData("item.key", "")]
    public void Validator_Says_What_There_Is_When_A_Variable_Is_Not_Known(string variable, string advice)
    {
        var errors = Validate($$$"""
            spec:
              entrypoint: main
              arguments: {parameters: [{name: length, value: "2"}]}
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: square, template: square}
                  - {name: show, depends: square, template: echo, arguments: {parameters: [{name: text, value: "{{{{{variable}}}}}"}]}}
              - name: square
                script: {image: alpine, command: [sh], source: echo 4}
                outputs: {parameters: [{name: area, valueFrom: {path: /tmp/a}}, {name: side, valueFrom: {path: /tmp/s}}]}
            {{{Echo}}}
            """);

        Assert.Contains(errors, error => error.Message.EndsWith($"failed to resolve {{{{{variable}}}}}{advice}", StringComparison.Ordinal));
    }

    [Fact]
    public void Validator_Says_NothingMore_When_ACalledTemplateIsMissing()
    {
        var errors = Validate($$$"""
            spec:
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: a, template: missing}
                - - {name: b, template: echo, arguments: {parameters: [{name: text, value: "{{steps.a.outputs.result}}"}]}}
            {{{Echo}}}
            """);

        Assert.Equal("templates.main.steps[0].a template name 'missing' undefined", Assert.Single(errors).Message);
    }

    [Fact]
    public void Validator_Points_AtTheReference_When_TheErrorIsInAnotherResource()
    {
        var lookup = new TemplateLookup(ManifestReader.Lenient.Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: lib}
            spec:
              templates:
              - name: bad
                container: {args: [x]}
            """).Resources.Select(resource => resource.Argo!));
        var errors = Validate(
            """
            spec:
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: a, templateRef: {name: lib, template: bad}}
            """,
            lookup);

        var error = Assert.Single(errors);
        Assert.Equal("spec.templates[0].dag.tasks[0]", error.Path);
        Assert.Equal("templates.main.tasks.a templates.bad.container.image may not be empty", error.Message);
    }

    [Theory]
    [InlineData("{name: a, template: t, withItems: [1], withParam: '[]'}", "only one of withItems, withParam, withSequence can be specified")]
    [InlineData("{name: a, template: t, withSequence: {count: 2, end: 3}}", "only one of count or end can be defined in withSequence")]
    [InlineData("{name: a, template: t, depends: b.Done}", "task result 'Done' for task 'b' is invalid")]
    [InlineData("{name: a, template: t, depends: b.Succeded}", "task result 'Succeded' for task 'b' is invalid; did you mean \"Succeeded\"?")]
    [InlineData("{name: a, template: t, depends: b.AllFailed}", "templates.main.tasks.b dependency 'b' uses an items-based condition such as .AnySucceeded or .AllFailed but does not contain any items")]
    [InlineData("{name: a, template: t, depends: c}", "sorting failed: invalid dependency c")]
    [InlineData("{name: a, template: t, depends: b, continueOn: {failed: true}}", "cannot use 'continueOn' when using 'depends'")]
    [InlineData("{name: a_b, template: t}", "templates.main.tasks[1].name: 'a_b' is invalid: name must consist of alpha-numeric characters or '-', and must start with an alpha-numeric character")]
    [InlineData("{name: a, templateRef: {template: t}}", "resource name is required")]
    [InlineData("{name: a, template: t, templateRef: {name: x, template: t}}", "template name cannot be specified with templateRef")]
    [InlineData("{name: a, template: t, arguments: {parameters: [{name: p, value: '{{tasks.b.id}}'}]}}", "missing dependency 'b' for parameter 'p'")]
    [InlineData("{name: a, template: t, arguments: {artifacts: [{name: p, from: '{{x}}', fromExpression: y}]}}", "arguments.p shouldn't have both `from` and `fromExpression` in Artifact")]
    public void Validator_Refuses_Task_When_ItBreaksARule(string task, string message)
    {
        var errors = Validate($$$"""
            spec:
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: b, template: t}
                  - {{{task}}}
              - name: t
                container: {image: alpine}
            """);

        Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("container: {image: x}\n    script: {image: x, source: y}", "templates.main multiple template types specified")]
    [InlineData("daemon: true", "templates.main template type unspecified")]
    [InlineData("container: {image: x}\n    parallelism: 2", "templates.main.parallelism is only valid for steps and dag templates")]
    [InlineData("container: {image: x}\n    timeout: '10'", "main has invalid duration format in timeout")]
    [InlineData("suspend: {}\n    timeout: 10s", "Suspend template doesn't support timeout field")]
    [InlineData("container: {image: x}\n    retryStrategy: {retryPolicy: Never}", "Never is not a valid RetryPolicy")]
    [InlineData("container: {image: x}\n    initContainers: [{image: y}]", "initContainers must all have container name")]
    [InlineData("container: {image: x, volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /a}]}", "templates.main.container.volumeMounts[1].mountPath '/a' already mounted in container.volumeMounts.a")]
    [InlineData("inputs: {artifacts: [{name: a, path: /s/../../x, raw: {data: y}}]}\n    container: {image: x}", "Artifact 'a' attempted to use a path containing '..'. Directory traversal is not permitted")]
    [InlineData("inputs: {artifacts: [{name: a, path: /x, git: {revision: y}}]}\n    container: {image: x}", "templates.main.inputs.artifacts.a.git.repo is required")]
    [InlineData("container: {image: x}\n    metrics: {prometheus: [{name: 'a:b', help: h, counter: {value: 1}}]}", "templates.main metric name 'a:b' is invalid")]
    [InlineData("containerSet: {containers: [{name: a, image: x, dependencies: [b]}, {name: b, image: x, dependencies: [a]}]}", "templates.main.containerSet.containers dependency cycle detected: a->b->a")]
    [InlineData("resource: {action: create}", "either templates.main.resource.manifest or templates.main.resource.manifestFrom must be specified")]
    [InlineData("steps: []\n    activeDeadlineSeconds: 3", "templates.main.activeDeadlineSeconds is only valid for leaf templates")]
    [InlineData("container: {image: x}\n    outputs: {parameters: [{name: p, globalName: 'a b', valueFrom: {path: /x}}]}", "templates.main.outputs.parameters.p.globalName: Parameter/Artifact name must consist of")]
    [InlineData("suspend: {}\n    resourceClaims: [{name: gpu}]", "templates.main.resourceClaims is not supported for Suspend templates")]
    public void Validator_Refuses_Template_When_ItBreaksARule(string fields, string message)
    {
        var errors = Validate($"spec:\n  entrypoint: main\n  templates:\n  - name: main\n    {fields}\n");

        Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/5 0-6,12 * jan-mar mon", null)]
    [InlineData("CRON_TZ=Europe/Berlin @every 1h30m", null)]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("61 * * * *", "end of range (61) above maximum (59): 61")]
    [InlineData("@sometimes", "unrecognized descriptor: @sometimes")]
    public void Validator_Checks_Schedule_When_KindIsCronWorkflow(string schedule, string? problem)
    {
        var errors = Validate($$"""
            kind: CronWorkflow
            metadata: {name: c}
            spec:
              schedules: ["{{schedule}}"]
              workflowSpec: {entrypoint: main, templates: [{name: main, container: {image: x} } ] }
            """);

        Assert.Equal(problem is null ? [] : [$"cron schedule {schedule} is malformed: {problem}"], errors.Select(error => error.Message));
    }

    [Fact]
    public void Validator_Ends_When_TemplatesCallThemselvesOrInALongChain()
    {
        var chain = string.Join('\n', Enumerable.Range(0, 3000).Select(i => $"  - {{name: t{i}, steps: [[{{name: s, template: t{(i + 1) % 3000}}}]]}}"));

        Assert.Empty(Validate($"spec:\n  entrypoint: t0\n  templates:\n{chain}\n"));
    }

    [Fact]
    public void Validator_Wants_Values_When_ModeIsNotLint()
    {
        const string Text = "spec: {entrypoint: main, arguments: {parameters: [{name: p}]}, templates: [{name: main, container: {image: x}}]}";

        Assert.Empty(Validate(Text, mode: ValidationMode.Lint));
        Assert.Equal("spec.arguments.p.value or spec.arguments.p.valueFrom is required", Assert.Single(Validate(Text)).Message);
    }

    [Fact]
    public void Validator_Says_Which_RetryPolicies_There_Are()
    {
        var errors = Validate($$$"""
            spec:
              entrypoint: echo
              arguments: {parameters: [{name: text, value: a}]}
              templates:
            {{{Echo}}}
                retryStrategy: {retryPolicy: Allways}
            """);

        Assert.Equal("Allways is not a valid RetryPolicy; there are Always, OnError, OnFailure, OnTransientError", Assert.Single(errors).Message);
    }

    [Theory]
    [InlineData("steps: [[{name: a, template: out, LOOP}], [{name: b, template: echo, arguments: {parameters: [{name: text, value: \"{{steps.a.outputs.parameters}}\"}]}}]]")]
    [InlineData("dag: {tasks: [{name: a, template: out, LOOP}, {name: b, depends: a, template: echo, arguments: {parameters: [{name: text, value: \"{{tasks.a.outputs.parameters}}\"}]}}]}")]
    public void Validator_Knows_The_Outputs_Of_Every_Loop(string body)
    {
        foreach (var loop in new[] { "withSequence: {count: 2}", "withItems: [1, 2]", "withParam: '[1]'" })
        {
            Assert.Empty(Validate($$$"""
                spec:
                  entrypoint: main
                  templates:
                  - name: out
                    container: {image: alpine, command: [a]}
                    outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}
                  - name: echo
                    inputs: {parameters: [{name: text}]}
                    container: {image: alpine, args: ["{{inputs.parameters.text}}"]}
                  - name: main
                    {{{body.Replace("LOOP", loop, StringComparison.Ordinal)}}}
                """));
        }
    }

    private static IReadOnlyList<ValidationError> Validate(string text, ITemplateLookup? lookup = null, ValidationMode mode = ValidationMode.Default)
    {
        var set = new ManifestReader(new ManifestReadOptions { DefaultKind = "Workflow" }).Read(text);
        Assert.False(set.HasErrors, string.Join('\n', set.Diagnostics));
        return WorkflowValidator.Validate(set.Resources.Single().Argo!, lookup ?? TemplateLookup.Empty, new ValidationOptions { Mode = mode });
    }
}
