using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Cluster.Tests;

/// <summary>One run that was asked for: four steps side by side, then one that reads what they printed.</summary>
/// <remarks>Every step prints which attempt it is, so that a result tells whose it is.</remarks>
internal sealed class Work
{
    public const int Steps = 5;

    private const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: work-}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: some, template: some}
                - - {name: join, template: step, arguments: {parameters: [{name: do, value: ":"}, {name: before, value: "{{steps.some.outputs.parameters.all}}"}]}}
            - name: some
              annotations: {workflows.krewe.dev/part: @part@}
              steps:
                - - {name: one, template: step, withItems: [1, 2, 3, 4], arguments: {parameters: [{name: do, value: "@do@"}]}}
              outputs: {parameters: [{name: all, valueFrom: {parameter: "{{steps.one.outputs.parameters}}"}}]}
            - name: step
              inputs: {parameters: [{name: do}, {name: before, value: ""}]}
              outputs: {parameters: [{name: attempt, valueFrom: {path: /tmp/attempt}}]}
              script:
                image: alpine
                command: [sh]
                source: |
                  echo "$ARGO_WORKFLOW_NAME $ARGO_POD_UID start" >> @ledger@
                  {{inputs.parameters.do}}
                  echo '{{inputs.parameters.before}}' "$ARGO_POD_UID" | tee /tmp/attempt
                  echo "$ARGO_WORKFLOW_NAME $ARGO_POD_UID end" >> @ledger@
        """;

    private readonly CreateRunRequest _request;

    /// <param name="cluster">Whose ledger the steps write to.</param>
    /// <param name="command">What the first four steps do between their start and their end.</param>
    /// <param name="isSplit">Whether the first four steps are a part of the run with a log of its own.</param>
    public Work(SiloCluster cluster, string command, bool isSplit = false)
    {
        var text = Yaml.Replace("@ledger@", cluster.Ledger.Path, StringComparison.Ordinal).Replace("@do@", command, StringComparison.Ordinal)
            .Replace("@part@", isSplit ? RunParts.Always : RunParts.Never, StringComparison.Ordinal);
        _request = new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Assert.Single(ManifestReader.Strict.Read(text).Of<Workflow>()), RequestId = Guid.NewGuid().ToString("N") };
    }

    /// <summary>The run, once acknowledged.</summary>
    public RunRef? Run { get; private set; }

    /// <summary>Submits, or submits again with the same request id, until it is acknowledged; always the same run.</summary>
    public async Task SubmitAsync(SiloCluster cluster, int silo, CancellationToken cancellationToken)
    {
        var answer = await cluster.AskAsync((client, cancel) => client.CreateAsync(_request, cancel), silo, cancellationToken);
        var run = new RunRef(Namespaces.Default, answer.Metadata.Name!, answer.Metadata.Uid);
        Assert.True(Run is null || Run == run, $"{Run} was acknowledged, repeating the request gave {run}");
        Run = run;
    }

    /// <summary>Waits for the end and reads the run, each from whichever silo answers.</summary>
    public async Task<Workflow> EndAsync(SiloCluster cluster, int silo, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (true)
        {
            var run = await cluster.AskAsync((client, cancel) => client.GetAsync(Run!, cancel), silo, cancellationToken);
            if (WorkflowPhase.IsCompleted(run.Status?.Phase))
            {
                return run;
            }

            await pause.WaitForNextTickAsync(cancellationToken);
        }
    }

    public static string Sleep(double seconds) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sleep {seconds:F2}");

    /// <summary>Waits for a file, which the test makes.</summary>
    public static string WaitFor(string file) => $"until [ -e {file} ]; do sleep 0.05; done";

    /// <summary>What a step printed and gave out.</summary>
    public static string ResultOf(NodeStatus node) => Assert.Single(node.Outputs?.Parameters ?? []).Value ?? "";

    /// <summary>
    /// The run succeeded with all its steps; each step's accepted result is that of one attempt, which began once and came to its end once; and
    /// the last step has read exactly those.
    /// </summary>
    /// <returns>Steps that were started more than once.</returns>
    public static int Check(Workflow run, IReadOnlyList<Ledger.Entry> ledger)
    {
        var nodes = run.Status?.Nodes?.Values.ToList() ?? [];
        var told = string.Join('\n', nodes.Select(node => $"{node.Name} {node.Id} {node.Phase} on {node.HostNodeName}, restarts {node.FailedPodRestarts}: {node.Message}"));
        Assert.True(run.Status?.Phase == WorkflowPhase.Succeeded, $"{run.Metadata.Name} is {run.Status?.Phase}: {run.Status?.Message}\n{told}");
        Assert.All(nodes, node => Assert.True(node.Phase == NodePhase.Succeeded, told));
        var pods = nodes.Where(node => node.Type == NodeType.Pod).ToList();
        Assert.Equal(Steps, pods.Count);
        var accepted = pods.ToDictionary(node => $"{RunParts.HolderOf(run, node)}/{node.Id}/{node.FailedPodRestarts ?? 0}", StringComparer.Ordinal);
        var own = ledger.Where(entry => entry.Run == run.Metadata.Name).ToList();
        Assert.All(own.GroupBy(entry => (entry.Work, entry.What)), group => Assert.True(group.Count() == 1, $"{group.Key.Work}: {group.Key.What} is in the ledger {group.Count()} times\n{told}"));
        Assert.All(accepted.Keys, work => Assert.True(own.Exists(entry => entry.Work == work && entry.What == "end"), $"{work} was accepted and did not come to its end\n{told}"));
        Assert.All(accepted, pair => Assert.EndsWith(pair.Key, ResultOf(pair.Value), StringComparison.Ordinal));
        var join = Assert.Single(pods, node => node.DisplayName == "join");
        Assert.All(accepted.Keys, work => Assert.Contains(work, ResultOf(join), StringComparison.Ordinal));
        return pods.Count(node => node.FailedPodRestarts > 0);
    }
}
