using System.Globalization;
using Krewe.Engine;
using Krewe.Executors;
using Krewe.Grains;

namespace Krewe.TestHost;

/// <content>Carries out what the engine decides, one effect after the other, until nothing more happens by itself.</content>
public sealed partial class TestRun
{
    private readonly Queue<RunEffect> _effects = new();
    private readonly LockTable _locks = new();
    private readonly LockLimits _limits;

    internal async Task SendAsync(RunCommand command)
    {
        if (Decide(command) is { } refused)
        {
            throw new InvalidOperationException(refused);
        }

        await SettleAsync().ConfigureAwait(false);
    }

    private string? Decide(RunCommand command)
    {
        var decision = RunEngine.Decide(_state, command);
        foreach (var effect in decision.Effects)
        {
            _effects.Enqueue(effect);
        }

        return decision.Rejection;
    }

    private async Task SettleAsync()
    {
        do
        {
            while (_effects.TryDequeue(out var effect))
            {
                await CarryOutAsync(effect).ConfigureAwait(false);
            }
        }
        while (await NextAsync().ConfigureAwait(false));
    }

    private async Task CarryOutAsync(RunEffect effect)
    {
        switch (effect)
        {
            case StartNode start:
                await StartAsync(NodeMessages.ToWork(start.Work)).ConfigureAwait(false);
                break;
            case CancelNode cancel:
                await CancelAsync(new NodeWorkId(_state.Uid, cancel.NodeId, cancel.Attempt), new CancelRequest(cancel.Reason)).ConfigureAwait(false);
                break;
            case SaveMemo memo:
                await _lookups.SaveMemoAsync(_state.Namespace, memo).ConfigureAwait(false);
                break;
            case LookupEffect lookup:
                Decide(await _lookups.AnswerAsync(_state.Namespace, lookup, _host.Now).ConfigureAwait(false));
                break;
            case AcquireLocks acquire:
                await AcquireAsync(acquire).ConfigureAwait(false);
                break;
            case ReleaseLocks release:
                _locks.Remove(release.HolderKey);
                await GrantAsync().ConfigureAwait(false);
                break;
            case CollectArtifacts collect:
                Decide(new ArtifactsCollected { Now = _host.Now, Outcomes = [.. collect.Artifacts.Select(item => new CollectedArtifact(item.NodeId, item.Artifact.Name ?? "", null))] });
                break;
        }
    }

    private async Task AcquireAsync(AcquireLocks request)
    {
        var limits = await _limits.ReadAsync(request.Locks).ConfigureAwait(false);
        if (request.Locks.FirstOrDefault(item => limits[item.Name] is null) is { } unknown)
        {
            Decide(new LocksWaiting { Now = _host.Now, HolderKey = request.HolderKey, Error = LockLimits.Explain(unknown) });
            return;
        }

        _locks.Enqueue(new LockClaim(request.HolderKey, _state.Uid, request.Locks, request.Priority, request.CreatedAt));
        await GrantAsync().ConfigureAwait(false);
        if (!_locks.IsHeldBy(request.HolderKey))
        {
            var blocker = _locks.BlockerOf(request.HolderKey, item => limits.GetValueOrDefault(item.Name) ?? 1)!;
            Decide(new LocksWaiting { Now = _host.Now, HolderKey = request.HolderKey, LockName = blocker.Name, Message = string.Create(CultureInfo.InvariantCulture, $"Waiting for {blocker.Name} lock") });
        }
    }

    private async Task GrantAsync()
    {
        var limits = await _limits.ReadAsync(_locks.Waiting.SelectMany(claim => claim.Locks)).ConfigureAwait(false);
        foreach (var granted in _locks.Grant(item => limits.GetValueOrDefault(item.Name)))
        {
            Decide(new LocksGranted { Now = _host.Now, HolderKey = granted.HolderKey });
        }
    }
}
