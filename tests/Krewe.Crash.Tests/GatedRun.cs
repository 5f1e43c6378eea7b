using Krewe.Client;
using Krewe.Crash.Tests.Campaign;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>A run whose first step waits for a gate, so that a test decides what is going on when something dies.</summary>
internal static class GatedRun
{
    /// <summary>A gated step that hands a word to a second one, and an exit handler.</summary>
    public const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: gated-}
        spec:
          entrypoint: main
          onExit: bye
          templates:
            - name: main
              steps:
                - - {name: first, template: first}
                - - name: second
                    template: second
                    arguments: {parameters: [{name: word, value: "{{steps.first.outputs.parameters.word}}"}]}
            - name: first
              script:
                image: alpine
                command: [bash]
                source: |
                  @begin@
                  script=$(stat -c '%i %z' "$0")
                  echo before > /tmp/word
                  @gate@
                  say
                  test "$script" = "$(stat -c '%i %z' "$0")" || note rewritten
                  echo after >> /tmp/word
                  @end@
              outputs: {parameters: [{name: word, valueFrom: {path: /tmp/word}}]}
            - name: second
              inputs: {parameters: [{name: word}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  printf '%s' "{{inputs.parameters.word}}" > /tmp/word
                  @end@
              outputs: {parameters: [{name: word, valueFrom: {path: /tmp/word}}]}
            - name: bye
              script:
                image: alpine
                command: [sh]
                source: |
                  @begin@
                  @end@
        """;

    /// <summary>Submits it and waits until its first step runs.</summary>
    public static async Task<RunRef> StartAsync(EngineProcess engine, CancellationToken cancellationToken)
    {
        var answer = await engine.Client.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Scripts.Read(Yaml, engine) }, cancellationToken);
        var run = new RunRef(Namespaces.Default, answer.Metadata.Name!, answer.Metadata.Uid);
        await Poll.UntilAsync(() => engine.Ledger.Count(run.Name, "start") > 0, cancellationToken);
        return run;
    }

    /// <summary>All ran once and the first step's file was left alone while it ran.</summary>
    public static async Task HoldsAsync(FinishedRun run, EngineProcess engine)
    {
        await RunCheck.HoldsAsync(run, engine.Ledger, WorkflowPhase.Succeeded, steps: 3);
        Assert.Equal("before\nafter", run.Parameter("second", "word"));
        Assert.Equal(0, engine.Ledger.Count(run.Name, "rewritten"));
    }
}
