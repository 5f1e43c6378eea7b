using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.Supervision;

/// <summary>The engine's end of the supervisor's socket: runs steps, and finds them again after either side was away.</summary>
/// <remarks>
/// Asking the supervisor to start a step it knows, or whose folder holds its end, is answered with what is known; one whose
/// folder says that it was started under a supervisor that is gone is answered as lost. So after a lost connection all open
/// steps are simply asked for again.
/// </remarks>
internal sealed class SupervisorClient(ProcessExecutorOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, RunningStep> _steps = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Path.Combine(options.DataFolder, "exec");
    private readonly ConcurrentDictionary<string, byte> _begun = new(StringComparer.Ordinal);
    private volatile int _places = options.Slots;
    private SupervisorLink? _link;

    /// <summary>What the supervisor can do; known once connected.</summary>
    public async Task<ExecEvent> GetAbilitiesAsync(CancellationToken cancellationToken) => (await ConnectAsync(cancellationToken).ConfigureAwait(false)).Hello;

    /// <summary>Whether the supervisor knew of the work when this engine came.</summary>
    public bool HasBegun(NodeWorkId work) => !_begun.IsEmpty && _begun.ContainsKey(work.ToString());

    /// <summary>Runs a step, or attaches to it, until its end.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="attach">Do not run it: one that never ran is answered as cancelled.</param>
    /// <param name="started">Hears when it started, unless it ends at once.</param>
    /// <param name="cancelled">Asked once the start has been sent: the grace, if a cancellation came before and so found no step to end.</param>
    /// <param name="cancellationToken">Stops waiting; the step runs on.</param>
    public async Task<StepExit> RunAsync(StepSpec spec, bool attach, Action<ExecEvent>? started, Func<TimeSpan?>? cancelled, CancellationToken cancellationToken)
    {
        var request = new ExecRequest { Op = attach ? ExecRequest.Attach : ExecRequest.Start, Spec = spec };
        var step = _steps.GetOrAdd(spec.Id, _ => new RunningStep(spec.Id, request, started));
        SupervisorLink link;
        try
        {
            link = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Reported as not started: the next connection must not start it after all.
            _steps.TryRemove(KeyValuePair.Create(spec.Id, step));
            throw;
        }
        link.Send(request);
        if (cancelled?.Invoke() is { } grace)
            Cancel(spec.Id, grace);
        return await step.Exit.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says how many of the steps that wait for their turn may run at once, before any that is run later is.</summary>
    public void SetPlaces(int count)
    {
        _places = count;
        _link?.Send(Places());
    }

    /// <summary>Ends a step.</summary>
    public void Cancel(string id, TimeSpan grace) =>
        _link?.Send(new ExecRequest { Op = ExecRequest.Cancel, Id = id, GraceMilliseconds = (int)Math.Clamp(grace.TotalMilliseconds, 0, int.MaxValue) });

    /// <summary>Kills all steps of attempts or runs, also those of an earlier engine, and waits until they are gone.</summary>
    public async Task EndAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        // Without a supervisor nothing runs: none is started for this.
        if (ids.Count == 0 || await ConnectAsync(start: false, cancellationToken).ConfigureAwait(false) is not { } link)
            return;
        var steps = new List<RunningStep>();
        foreach (var id in ids)
        {
            var request = new ExecRequest { Op = ExecRequest.End, Id = id };
            steps.Add(_steps.GetOrAdd(id, _ => new RunningStep(id, request, null)));
            link.Send(request);
        }
        foreach (var step in steps)
            await step.Exit.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the steps of an attempt that this engine has not asked for, if the supervisor runs any.</summary>
    public async Task EndAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await ConnectAsync(start: false, cancellationToken).ConfigureAwait(false) is not null)
            Cancel(id, grace);
    }

    /// <summary>Lets the supervisor forget an ended step, some time.</summary>
    public void Forget(string id) => _link?.SendLater(new ExecRequest { Op = ExecRequest.Forget, Id = id });

    /// <summary>Lets the supervisor forget all of a run, whose journal is going to be deleted.</summary>
    public void ForgetRun(string runUid, string journal) => _link?.Send(new ExecRequest { Op = ExecRequest.Forget, Id = runUid, Journal = journal });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _link?.Dispose();
        foreach (var step in _steps.Values)
            step.Exit.TrySetCanceled(CancellationToken.None);
        _stop.Dispose();
        _connecting.Dispose();
    }

    private async Task<SupervisorLink> ConnectAsync(CancellationToken cancellationToken) => (await ConnectAsync(start: true, cancellationToken).ConfigureAwait(false))!;

    private async Task<SupervisorLink?> ConnectAsync(bool start, CancellationToken cancellationToken)
    {
        if (_link is { IsOpen: true } open)
            return open;
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_link is { IsOpen: true } meanwhile)
                return meanwhile;
            return _link = start ? await OpenAsync(cancellationToken).ConfigureAwait(false) : await TryOpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<SupervisorLink> OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        limit.CancelAfter(LongestStart);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                if (await TryOpenAsync(limit.Token).ConfigureAwait(false) is { } link)
                    return link;
                // A supervisor that is just leaving keeps the lock a moment: every 50th try starts one anew.
                if (attempt % 50 == 0)
                    await SupervisorProgram.StartAsync(options, _folder, limit.Token).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            // Not a cancellation of the step: what waits for the supervisor may be tried again.
            throw new InvalidOperationException($"krewe-exec does not answer in {_folder}", late);
        }
    }

    private async Task<SupervisorLink?> TryOpenAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, ExecFiles.Socket);
        if (!File.Exists(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using (var address = SocketPath.Open(path))
                await socket.ConnectAsync(address.EndPoint, cancellationToken).ConfigureAwait(false);
            var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true), Encoding.UTF8, false, 64 * 1024);
            if (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
            {
                socket.Dispose();
                return null;
            }
            var link = new SupervisorLink(socket, JsonSerializer.Deserialize(line, ExecJson.Default.ExecEvent)!);
            foreach (var id in link.Hello.Steps ?? [])
                _begun[AttemptOf(id)] = 0;
            _ = Task.Run(() => ReadAsync(link, reader), CancellationToken.None);
            link.Send(Places());
            foreach (var step in _steps.Values)
                link.Send(step.Request);
            return link;
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException)
        {
            socket.Dispose();
            return null;
        }
    }

    private ExecRequest Places() => new() { Op = ExecRequest.Places, Count = _places };

    // The first three parts of a step's id.
    private static string AttemptOf(string id)
    {
        var end = -1;
        for (var part = 0; part < 3; part++)
            end = id.IndexOf('/', end + 1) is >= 0 and var next ? next : id.Length - 1;
        return id[end] == '/' ? id[..end] : id;
    }

    private async Task ReadAsync(SupervisorLink link, StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync(_stop.Token).ConfigureAwait(false) is { } line)
            {
                if (JsonSerializer.Deserialize(line, ExecJson.Default.ExecEvent) is { Id: { } id } e && _steps.TryGetValue(id, out var step))
                    Handle(step, e);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or JsonException)
        {
            // Told apart below: by us, or by the supervisor's end, which may come in the middle of a line.
        }
        link.Dispose();
        if (!_steps.IsEmpty && !_stop.IsCancellationRequested)
            await ReconnectAsync().ConfigureAwait(false);
    }

    private async Task ReconnectAsync()
    {
        try
        {
            await ConnectAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The steps go on without us.
        }
        catch (Exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever it is, nobody waits for a step for ever: its node hears of it and may be tried again.
            foreach (var step in _steps.Values)
                Handle(step, new ExecEvent { Op = ExecEvent.Exited, Id = step.Id, Exit = new StepExit { ExitCode = -1, Lost = true } });
        }
    }

    private void Handle(RunningStep step, ExecEvent e)
    {
        if (e.Op == ExecEvent.Started)
            step.TellStarted(e);
        else if (e.Exit is { } exit && _steps.TryRemove(step.Id, out _))
            step.Exit.TrySetResult(exit);
    }

    private sealed class RunningStep(string id, ExecRequest request, Action<ExecEvent>? started)
    {
        private int _told;

        public string Id => id;

        /// <summary>Asked again on a new connection.</summary>
        public ExecRequest Request => request;

        public TaskCompletionSource<StepExit> Exit { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void TellStarted(ExecEvent start)
        {
            if (Interlocked.Exchange(ref _told, 1) == 0)
                started?.Invoke(start);
        }
    }
}
