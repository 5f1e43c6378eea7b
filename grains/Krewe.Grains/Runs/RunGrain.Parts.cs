using Krewe.Engine;
using Krewe.Model;

namespace Krewe.Grains;

/// <content>Parts of a run, which are grains of the same kind: what goes down to them, and what goes up from one.</content>
public sealed partial class RunGrain
{
    /// <summary>Least time between two words of a part on how far it is.</summary>
    private static readonly TimeSpan ProgressGap = TimeSpan.FromSeconds(1);

    private const string NoSuchRun = "there is no such run";

    private long _progressTold;
    private string? _toldProgress;
    private bool _tellsProgress;

    /// <summary>Whether this is a part of a run.</summary>
    private bool IsPart => _state.Config.Part is not null;

    public async Task StartPart(StartPartMessage message)
    {
        await LoadedAsync();
        if (!Exists)
        {
            Decide(message.Command);
        }

        var now = _time.GetUtcNow();
        if (_state.IsCompleted)
        {
            Decide(new ContinuePart { Now = now, Attempt = message.Attempt });
        }

        if (!_state.IsCompleted && _state.IsSuspended != message.Suspended)
        {
            Decide(message.Suspended ? new SuspendRun { Now = now } : new ResumeRun { Now = now });
        }

        if (_state.IsCompleted)
        {
            // Its holder has not heard of the end.
            Release(RunEngine.PendingEffects(_state, now).OfType<ReportPart>());
        }

        await FlushAsync();
    }

    public async Task<string?> CommandPart(RunCommandMessage message)
    {
        if (!await IsThereAsync())
        {
            return NoSuchRun;
        }

        return await CommandHereAndBelowAsync(message.Command);
    }

    /// <summary>Carries out a command, and in the parts at work where it is meant for all nodes; accepted when anyone accepts it.</summary>
    private async Task<string?> CommandHereAndBelowAsync(RunCommand command)
    {
        var rejection = Decide(command);
        await FlushAsync();
        if (command is not (SuspendRun or ResumeRun or SetNode or StopRun { Selector.Length: > 0 }))
        {
            return rejection;
        }

        var message = new RunCommandMessage(command with { Host = null, Hosts = [] });
        var answers = await Task.WhenAll(PartsAtWork().Select(part => Run(part).CommandPart(message)));
        return answers.Contains(null) ? null : rejection;
    }

    private List<string> PartsAtWork() => [.. _state.Nodes.Values.Where(node => node.Outstanding).Select(node => node.PartUid).OfType<string>()];

    private async Task EndPartAsync(EndPart end)
    {
        var now = _time.GetUtcNow();
        RunCommand command = end.Immediate ? new TerminateRun { Now = now } : new StopRun { Now = now };
        var refusal = await Run(end.PartUid).CommandPart(new RunCommandMessage(command));
        if (refusal == NoSuchRun && !IsGone && _state.Nodes.GetValueOrDefault(end.NodeId) is { Outstanding: true } node)
        {
            // It had not begun: nothing of it will tell of its end. Any other refusal means that it is ending, or that its word is on the way.
            Decide(new NodeReported { Now = _time.GetUtcNow(), NodeId = end.NodeId, Attempt = node.Attempt, Phase = NodePhase.Failed });
            await FlushAsync();
        }
    }

    private async Task StartPartAsync(StartPart start)
    {
        if (IsAwaited(start.NodeId, start.Attempt))
        {
            await Run(start.PartUid).StartPart(new StartPartMessage(start.Command, start.Attempt, _state.IsSuspended));
        }
    }

    // Best effort: the end is told with certainty, and the next word makes up for one that was lost.
    private void TellProgressOfPart()
    {
        if (!IsPart || _tellsProgress || _time.GetElapsedTime(_progressTold) < ProgressGap)
        {
            return;
        }

        _progressTold = _time.GetTimestamp();
        if (RunEngine.ProgressOfPart(_state, _time.GetUtcNow()) is { } progress && progress.Report.Progress != _toldProgress)
        {
            _toldProgress = progress.Report.Progress;
            _ = TellAsync(progress);
        }

        async Task TellAsync(ReportPart word)
        {
            _tellsProgress = true;
            try
            {
                await Run(word.HolderUid).CommandPart(new RunCommandMessage(word.Report));
            }
            catch (Exception failure)
            {
                LogEffectFailed(Uid, nameof(ReportPart), failure);
            }
            finally
            {
                _tellsProgress = false;
            }
        }
    }
}
