using Krewe.Engine;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;

namespace Krewe.TestHost;

/// <summary>A run of a <see cref="KreweTestHost"/>: as it stands, and what can be done to it.</summary>
public sealed partial class TestRun
{
    private readonly KreweTestHost _host;
    private readonly RunLookups _lookups;
    private readonly List<StepCall> _calls = [];
    private readonly RunState _state = new();

    internal TestRun(KreweTestHost host, RunLookups lookups, LockLimits limits, SecretParameterExecutor? tasks)
    {
        _host = host;
        _lookups = lookups;
        _limits = limits;
        _tasks = tasks;
    }

    /// <summary>The workflow with its status, as the API would show it.</summary>
    public Workflow Workflow => WorkflowProjection.Of(_state);

    /// <summary>Phase of the run; it is still Running when nothing more happens by itself.</summary>
    public string Phase => _state.Phase;

    /// <summary>Message of the run, if any.</summary>
    public string? Message => Workflow.Status?.Message;

    /// <summary>Time from the start to the end, or to now, by the host's clock.</summary>
    public TimeSpan Elapsed => (Workflow.Status?.FinishedAt ?? _host.Now) - (Workflow.Status?.StartedAt ?? _host.Now);

    /// <summary>Global outputs of the run, by name.</summary>
    public IReadOnlyDictionary<string, string> Outputs => Texts(Workflow.Status?.Outputs);

    /// <summary>Steps that were started, in order.</summary>
    public IReadOnlyList<StepCall> Calls => _calls;

    /// <summary>Names of the nodes that the run waits for and that do not end by themselves: suspended ones and steps that never end.</summary>
    public IReadOnlyList<string> Waiting =>
    [
        .. (Workflow.Status?.Nodes?.Values ?? []).Where(node => !NodePhase.IsCompleted(node.Phase) && (node.Type == NodeType.Suspend || NodeType.IsWork(node.Type))).Select(node => node.Name),
    ];

    /// <summary>Steps of a template that were started, in order.</summary>
    public IReadOnlyList<StepCall> CallsOf(string template) => [.. _calls.Where(call => call.Template == template)];

    /// <summary>The node of that display name or full name.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public NodeStatus Node(string name)
    {
        var nodes = (Workflow.Status?.Nodes?.Values ?? []).ToList();
        var found = nodes.Where(node => node.Name == name || node.DisplayName == name).ToList();
        return found is [var only] ? only : throw new InvalidOperationException(
            $"there are {found.Count} nodes '{name}'; nodes are: {string.Join(", ", nodes.Select(node => node.Name).Order(StringComparer.Ordinal))}");
    }

    /// <summary>Output parameters of a node, by name.</summary>
    public IReadOnlyDictionary<string, string> OutputsOf(string node) => Texts(Node(node).Outputs);

    /// <summary>Resumes suspended nodes, with the values they wait for, and goes on.</summary>
    /// <param name="outputs">Values of outputs with <c>valueFrom.supplied</c>, by name.</param>
    /// <param name="selector">Which nodes, such as <c>displayName=approve</c>; by default all.</param>
    public Task ResumeAsync(IReadOnlyDictionary<string, string>? outputs = null, string? selector = null) =>
        SendAsync(new ResumeRun { Now = _host.Now, Selector = selector ?? (outputs is null ? null : $"phase={NodePhase.Running}"), Outputs = outputs });

    /// <summary>Stops the run: only exit handlers run on.</summary>
    public Task StopAsync() => SendAsync(new StopRun { Now = _host.Now });

    /// <summary>Ends the run at once.</summary>
    public Task TerminateAsync() => SendAsync(new TerminateRun { Now = _host.Now });

    /// <summary>Runs the failed part of the run again.</summary>
    public Task RetryAsync() => SendAsync(new RetryRun { Now = _host.Now });

    /// <summary>Lets time pass beyond what the run itself waits for, and goes on.</summary>
    public Task AdvanceAsync(TimeSpan time)
    {
        _host.Clock.MoveTo(_host.Now + time);
        return SendAsync(new TimerDue { Now = _host.Now });
    }

    private static Dictionary<string, string> Texts(Outputs? outputs) =>
        (outputs?.Parameters ?? []).Where(parameter => parameter.Name is not null).ToDictionary(parameter => parameter.Name!, parameter => parameter.Value ?? "", StringComparer.Ordinal);
}
