using Krewe.Model;

namespace Krewe.Client;

/// <summary>Builds a template whose steps run one group after the other.</summary>
public sealed class StepsBuilder
{
    private readonly List<List<CallBuilder>> _groups = [];

    internal StepsBuilder()
    {
    }

    internal IReadOnlyList<IReadOnlyList<WorkflowStep>> Groups => [.. _groups.Select(group => (IReadOnlyList<WorkflowStep>)[.. group.Select(call => call.ToStep())])];

    /// <summary>A step that waits for all before it. It calls the template of its own name unless told otherwise.</summary>
    public StepsBuilder Step(string name, Action<CallBuilder>? configure = null)
    {
        _groups.Add([]);
        return And(name, configure);
    }

    /// <summary>A step that runs beside the one before it.</summary>
    public StepsBuilder And(string name, Action<CallBuilder>? configure = null)
    {
        if (_groups.Count == 0)
        {
            throw new InvalidOperationException($"step '{name}' has none before it to run beside: begin with Step");
        }

        var call = new CallBuilder(name);
        configure?.Invoke(call);
        _groups[^1].Add(call);
        return this;
    }
}
