using System.Text.Json;
using Krewe.Model;

namespace Krewe.Crash.Tests.Campaign;

/// <summary>The mix of workflows that a campaign submits.</summary>
internal static class RunKinds
{
    public static IReadOnlyList<RunKind> All { get; } = [Chain(), Diamond(), Loops(), Retries(), ExitHandler(), Wide()];

    /// <summary>Parameters and a result handed from step to step.</summary>
    private static RunKind Chain() => new("chain", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: chain-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: first, template: first}
                - - name: second
                    template: second
                    arguments: {parameters: [{name: text, value: "{{steps.first.outputs.parameters.word}}"}]}
                - - name: third
                    template: third
                    arguments: {parameters: [{name: text, value: "{{steps.second.outputs.result}}"}]}
            - name: first
              container:
                image: alpine
                command: [sh, -c]
                args: ['@begin@; sleep 0.2; say; printf "one {{workflow.name}}" > /tmp/word; @end@']
              outputs: {parameters: [{name: word, valueFrom: {path: /tmp/word}}]}
            - name: second
              inputs: {parameters: [{name: text}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.3
                  echo "{{inputs.parameters.text}} two"
                  say
                  @end@
            - name: third
              inputs: {parameters: [{name: text}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  echo "{{inputs.parameters.text}} three" > /tmp/word
                  @end@
              outputs: {parameters: [{name: word, valueFrom: {path: /tmp/word}}]}
        """, 3, WorkflowPhase.Succeeded, run =>
    {
        Assert.Equal($"one {run.Name} two three", run.Parameter("third", "word"));
        return Task.CompletedTask;
    });

    /// <summary>Artifacts handed through a diamond of tasks.</summary>
    private static RunKind Diamond() => new("diamond", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: diamond-}
        spec:
          entrypoint: main
          templates:
            - name: main
              dag:
                tasks:
                  - {name: a, template: make}
                  - name: b
                    template: add
                    depends: a
                    arguments:
                      parameters: [{name: letter, value: b}]
                      artifacts: [{name: text, from: "{{tasks.a.outputs.artifacts.text}}"}]
                  - name: c
                    template: add
                    depends: a
                    arguments:
                      parameters: [{name: letter, value: c}]
                      artifacts: [{name: text, from: "{{tasks.a.outputs.artifacts.text}}"}]
                  - name: d
                    template: join
                    depends: "b.Succeeded && c.Succeeded"
                    arguments:
                      artifacts:
                        - {name: left, from: "{{tasks.b.outputs.artifacts.text}}"}
                        - {name: right, from: "{{tasks.c.outputs.artifacts.text}}"}
            - name: make
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.1
                  echo "a {{workflow.name}}" > /tmp/text
                  @end@
              outputs: {artifacts: [{name: text, path: /tmp/text}]}
            - name: add
              inputs:
                parameters: [{name: letter}]
                artifacts: [{name: text, path: /work/in}]
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  cat /work/in > /tmp/text
                  sleep 0.3
                  say
                  echo {{inputs.parameters.letter}} >> /tmp/text
                  @end@
              outputs: {artifacts: [{name: text, path: /tmp/text}]}
            - name: join
              inputs:
                artifacts:
                  - {name: left, path: /tmp/left}
                  - {name: right, path: /tmp/right}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  cat /tmp/left /tmp/right > /tmp/joined
                  @end@
              outputs: {artifacts: [{name: joined, path: /tmp/joined, archive: {none: {}}}]}
        """, 4, WorkflowPhase.Succeeded, async run =>
        Assert.Equal($"a {run.Name}\nb\na {run.Name}\nc\n", await run.ArtifactAsync("d", "joined")));

    /// <summary>All three loops, and their results put together.</summary>
    private static RunKind Loops() => new("loops", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: loops-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: list, template: list}
                - - name: param
                    template: square
                    withParam: "{{steps.list.outputs.result}}"
                    arguments: {parameters: [{name: number, value: "{{item}}"}]}
                  - name: items
                    template: square
                    withItems: [5, 6]
                    arguments: {parameters: [{name: number, value: "{{item}}"}]}
                  - name: sequence
                    template: square
                    withSequence: {start: "7", count: "3"}
                    arguments: {parameters: [{name: number, value: "{{item}}"}]}
                - - name: all
                    template: all
                    arguments:
                      parameters:
                        - {name: param, value: "{{steps.param.outputs.result}}"}
                        - {name: items, value: "{{steps.items.outputs.result}}"}
                        - {name: sequence, value: "{{steps.sequence.outputs.result}}"}
            - name: list
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  echo '[1, 2, 3]'
                  @end@
            - name: square
              inputs: {parameters: [{name: number}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.1
                  echo $(({{inputs.parameters.number}} * {{inputs.parameters.number}}))
                  @end@
            - name: all
              inputs: {parameters: [{name: param}, {name: items}, {name: sequence}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  printf '%s' '[{{inputs.parameters.param}}, {{inputs.parameters.items}}, {{inputs.parameters.sequence}}]' > /tmp/all
                  @end@
              outputs: {parameters: [{name: all, valueFrom: {path: /tmp/all}}]}
        """, 10, WorkflowPhase.Succeeded, run =>
    {
        var lists = JsonDocument.Parse(run.Parameter("all", "all")!).RootElement.EnumerateArray();
        Assert.Equal("1 4 9|25 36|49 64 81", string.Join('|', lists.Select(list => string.Join(' ', list.EnumerateArray().Select(item => item.ToString())))));
        return Task.CompletedTask;
    });

    /// <summary>Two steps that fail at first: one tried again at once, one after a wait.</summary>
    private static RunKind Retries() => new("retries", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: retries-}
        spec:
          entrypoint: main
          templates:
            - name: main
              dag:
                tasks:
                  - {name: now, template: at-once}
                  - {name: later, template: after-a-wait}
            - name: at-once
              retryStrategy: {limit: "3"}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.1
                  echo "{{retries}}" > /tmp/tries
                  @end@
                  test "{{retries}}" -ge 2
              outputs: {parameters: [{name: tries, valueFrom: {path: /tmp/tries}}]}
            - name: after-a-wait
              retryStrategy: {limit: "2", backoff: {duration: "1"}}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  echo "{{retries}}" > /tmp/tries
                  @end@
                  test "{{retries}}" -ge 1
              outputs: {parameters: [{name: tries, valueFrom: {path: /tmp/tries}}]}
        """, 5, WorkflowPhase.Succeeded, run =>
    {
        Assert.Equal("2", run.Parameter("now", "tries"));
        Assert.Equal("1", run.Parameter("later", "tries"));
        Assert.Equal(3, run.Pods.Count(node => node.Phase == NodePhase.Failed));
        return Task.CompletedTask;
    });

    /// <summary>A run that fails as designed, and its exit handler.</summary>
    private static RunKind ExitHandler() => new("exit handler", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: exit-}
        spec:
          entrypoint: main
          onExit: bye
          templates:
            - name: main
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.2
                  @end@
                  exit 3
            - name: bye
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  sleep 0.1
                  echo {{workflow.status}} > /tmp/status
                  @end@
              outputs: {parameters: [{name: status, valueFrom: {path: /tmp/status}}]}
        """, 2, WorkflowPhase.Failed, run =>
    {
        Assert.Equal("3", Assert.Single(run.Pods, node => node.TemplateName == "main").Outputs?.ExitCode);
        Assert.Equal("Failed", run.Parameter(run.Name + ".onExit", "status"));
        return Task.CompletedTask;
    });

    /// <summary>Longer steps side by side that write many lines.</summary>
    private static RunKind Wide() => new("wide", """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: wide-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - name: talk
                    template: talk
                    withItems: [1, 2, 3]
                    arguments: {parameters: [{name: number, value: "{{item}}"}]}
            - name: talk
              inputs: {parameters: [{name: number}]}
              script:
                image: alpine
                command: [bash]
                source: |
                  @begin@
                  for i in 1 2 3 4 5 6 7 8 9 10 11 12; do say; say; sleep 0.0{{inputs.parameters.number}}5; done
                  echo "done {{inputs.parameters.number}}" > /tmp/out
                  @end@
              outputs: {parameters: [{name: out, valueFrom: {path: /tmp/out}}]}
        """, 3, WorkflowPhase.Succeeded, run =>
    {
        Assert.Equal(["done 1", "done 2", "done 3"], run.Pods.Select(node => Assert.Single(node.Outputs!.Parameters!).Value).Order());
        return Task.CompletedTask;
    });
}
