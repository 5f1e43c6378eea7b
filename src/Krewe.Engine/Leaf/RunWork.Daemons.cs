using Krewe.Model;

namespace Krewe.Engine;

/// <content>Daemons: nodes that count as fulfilled while they serve, until the template they serve is over.</content>
internal sealed partial class RunWork
{
    private const string NotNeeded = "daemon is not needed any more";

    // Executions of retried templates whose attempt serves, by the attempt's id.
    private readonly Dictionary<string, Invocation> _retriedDaemons = [];

    /// <summary>A retried template serves: if its attempt ends by itself, the next one is due although the execution is over.</summary>
    public void DaemonServes(Invocation retry)
    {
        if (retry.Node!.Children.Select(State.Node).LastOrDefault(child => child is { Daemoned: true }) is { } attempt)
        {
            _retriedDaemons[attempt.Id] = retry;
        }
    }

    /// <summary>The template that a daemon served is over: so is the daemon.</summary>
    public void KillDaemon(string id)
    {
        if (State.Node(id) is not { } node || NodePhase.IsCompleted(node.Phase))
        {
            return;
        }

        if (node.Type == NodeType.Retry)
        {
            KillRetriedDaemon(node);
        }
        else if (node.Daemoned)
        {
            CountRunning(node.Phase, NodePhase.Succeeded);
            Emit(new NodeChanged { Id = id, Phase = NodePhase.Succeeded, Daemoned = false, FinishedAt = Now, Cancelling = NotNeeded });
            Effect(new CancelNode(id, node.Attempt, NotNeeded, Host: State.HostOf(node)));
        }
    }

    private void KillRetriedDaemon(RunNode retry)
    {
        foreach (var attempt in retry.Children.Select(State.Node).OfType<RunNode>().Where(child => !NodePhase.IsCompleted(child.Phase)).ToList())
        {
            _retriedDaemons.Remove(attempt.Id);
            if (attempt.Daemoned)
            {
                KillDaemon(attempt.Id);
                continue;
            }

            // It was about to take the place of one that had ended.
            CancelWork(attempt, NotNeeded);
            Live.GetValueOrDefault(attempt.Id)?.End(NodePhase.Succeeded, NotNeeded);
        }

        Emit(new NodeChanged { Id = retry.Id, Phase = NodePhase.Succeeded, Daemoned = false, FinishedAt = Now });
        Live.GetValueOrDefault(retry.Id)?.NodeMoved();
    }

    private void RetryDaemon(RunNode attempt)
    {
        if (_retriedDaemons.Remove(attempt.Id, out var retry) && retry.Node is { Daemoned: true } node && !NodePhase.IsCompleted(node.Phase))
        {
            Emit(new NodeChanged { Id = node.Id, Daemoned = false });
            Enqueue(new Invocation(this, Unowned.Instance, retry.Plan));
        }
    }

    // Whoever called has been told when the first attempt served.
    private sealed class Unowned : IInvocationOwner
    {
        public static Unowned Instance { get; } = new();

        public void InvocationChanged(Invocation invocation)
        {
        }

        public void InvocationDone(Invocation invocation)
        {
        }
    }
}
