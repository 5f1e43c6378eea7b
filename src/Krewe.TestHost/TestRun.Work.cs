using System.Threading.Channels;
using Krewe.Engine;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;

namespace Krewe.TestHost;

/// <content>The work of nodes: mocks that end at a moment of the host's clock, and tasks that run for real.</content>
public sealed partial class TestRun : INodeObserver
{
    private const string PastDeadline = "Step exceeded its deadline";
    private readonly SecretParameterExecutor? _tasks;
    private readonly Dictionary<NodeWorkId, MockedWork> _mocked = [];
    private readonly HashSet<NodeWorkId> _real = [];
    private readonly Channel<NodeReport> _reports = Channel.CreateUnbounded<NodeReport>();

    void INodeObserver.OnReport(NodeReport report) => _reports.Writer.TryWrite(report);

    private async Task StartAsync(NodeWork order)
    {
        var work = _host.Secrets.Fill(order);
        var template = work.Template.Name ?? work.NodeName;
        var mock = _host.Mocks.For(template);
        var call = new StepCall
        {
            Template = template,
            NodeName = work.NodeName,
            Index = _host.Mocks.NextIndex(template),
            At = _host.Now,
            Inputs = (work.Template.Inputs?.Parameters ?? []).ToDictionary(parameter => parameter.Name ?? "", _host.Secrets.ValueOf, StringComparer.Ordinal),
            Work = work,
        };
        _calls.Add(call);
        if (mock is null && _tasks?.CanExecute(work.Template) == true)
        {
            _real.Add(work.Id);
            await _tasks.StartAsync(order, this, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var outcome = (mock ?? _host.Mocks.Otherwise ?? throw new InvalidOperationException(
            $"step '{work.NodeName}': template '{template}' is not mocked; call Mock(\"{template}\", …), MockOthers(…), or AddTask for a task of the host"))(call);
        Begin(work, outcome);
    }

    private void Begin(NodeWork work, StepOutcome outcome)
    {
        var daemon = work.Template.Daemon == true && outcome.Phase == NodePhase.Succeeded;
        var end = daemon || outcome.Duration is null ? (DateTimeOffset?)null : _host.Now + outcome.Duration.Value;
        _mocked[work.Id] = new MockedWork(work, outcome, end);
        Decide(NodeMessages.ToCommand(new NodeReport { Id = work.Id, Phase = NodePhase.Running, Ready = daemon, PodIP = daemon ? "127.0.0.1" : null, StartedAt = _host.Now }, _host.Now));
    }

    private async Task CancelAsync(NodeWorkId id, CancelRequest request)
    {
        if (_mocked.Remove(id))
        {
            Report(new NodeReport { Id = id, Phase = NodePhase.Failed, Message = request.Reason });
        }
        else if (_real.Contains(id))
        {
            await _tasks!.CancelAsync(id, request, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Brings about what happens next: a report of a task, else the next moment at which something is due. False: nothing does.</summary>
    private async Task<bool> NextAsync()
    {
        if (_real.Count > 0 || _reports.Reader.Count > 0)
        {
            var report = await _reports.Reader.ReadAsync().ConfigureAwait(false);
            if (NodePhase.IsCompleted(report.Phase))
            {
                _real.Remove(report.Id);
            }

            Report(report);
            return true;
        }

        var due = _mocked.Values.Select(work => work.DueAt).Append(_state.IsCompleted ? null : RunEngine.NextWakeup(_state)).Min();
        if (due is null)
        {
            return false;
        }

        _host.Clock.MoveTo(due.Value);
        foreach (var work in _mocked.Values.Where(work => work.DueAt <= _host.Now).OrderBy(work => work.DueAt).ToList())
        {
            _mocked.Remove(work.Work.Id);
            Report(work.EndsAt is { } end && end <= (work.Work.Deadline ?? DateTimeOffset.MaxValue)
                ? work.End()
                : new NodeReport { Id = work.Work.Id, Phase = NodePhase.Failed, Message = PastDeadline });
        }

        Decide(new TimerDue { Now = _host.Now });
        return true;
    }

    private void Report(NodeReport report) => Decide(NodeMessages.ToCommand(report, _host.Now));
}
