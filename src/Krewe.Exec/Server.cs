using System.Net.Sockets;
using Krewe.Exec.Protocol;
using Krewe.Exec.Steps;

namespace Krewe.Exec;

/// <summary>Listens for engines and passes their requests on.</summary>
internal sealed class Server
{
    // Ends that come sooner make the news of the start idle: most steps of a busy engine are as short.
    private static readonly TimeSpan StartIsOld = TimeSpan.FromMilliseconds(20);
    private const int Tick = 1000;

    // While there is more to start, so much time may pass before an end is told: each telling wakes the engine.
    private static readonly TimeSpan LongestUntold = TimeSpan.FromMilliseconds(4);
    private readonly List<Connection> _connections = [];
    private readonly EventLoop _loop = new();
    private readonly LanePool? _lanes;
    private readonly Supervisor _supervisor;
    private readonly string _folder;
    private readonly ExecEvent _hello;
    private long _ticked;
    private long _idleSince;
    private long _unsentSince;

    public Server(string folder, bool privateViews, bool ownsProcesses)
    {
        _folder = folder;
        // Where steps may outlive the supervisor, nobody knows whether a lane is free.
        _lanes = privateViews && ownsProcesses ? new LanePool(folder) : null;
        _hello = new ExecEvent { Op = ExecEvent.Hello, Instance = Guid.NewGuid().ToString("N"), PrivateViews = privateViews, OwnsProcesses = ownsProcesses, Lanes = _lanes is not null, Limits = StepCgroup.IsPossible };
        _supervisor = new Supervisor(_loop, privateViews, _lanes, Publish);
    }

    /// <summary>Serves until nothing runs and no engine has been connected for <paramref name="idle"/>.</summary>
    public void Run(TimeSpan idle)
    {
        var path = Path.Combine(_folder, ExecFiles.Socket);
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var address = SocketPath.Open(path);
        listener.Bind(address.EndPoint);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(16);
        _loop.Watch((int)listener.Handle, new Listener(listener, Accept));
        _idleSince = Clock.Now;
        _loop.Run(() => EndTurn(idle));
        try
        {
            File.Delete(path);
            _lanes?.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder may have been deleted, and all that was in it.
            SupervisorLog.Write("leaving: " + e.Message);
        }
    }

    private void Accept(Socket socket)
    {
        var connection = new Connection(socket, _loop, Handle, c => _connections.Remove(c));
        _connections.Add(connection);
        connection.Send(_hello with { Steps = [.. _supervisor.Known] });
    }

    private int? EndTurn(TimeSpan idle)
    {
        var now = Clock.Now;
        if (_supervisor.HasUntold)
            _supervisor.TellStarts(now - (long)StartIsOld.TotalMicroseconds);
        var untold = _unsentSince != 0 && _supervisor.HasPlenty ? (LongestUntold.TotalMicroseconds - now + _unsentSince) / 1000 : 0;
        if (untold <= 0)
        {
            _unsentSince = 0;
            foreach (var connection in _connections)
                connection.Flush();
        }
        if (now - _ticked > Tick * 1000)
        {
            _ticked = now;
            _supervisor.Reap();
        }
        if (_connections.Count > 0 || _supervisor.IsBusy)
            _idleSince = now;
        else if (now - _idleSince > idle.TotalMicroseconds)
            return null;
        if (untold > 0)
            return (int)Math.Ceiling(untold);
        return _supervisor.HasUntold ? (int)StartIsOld.TotalMilliseconds : Tick;
    }

    private void Publish(ExecEvent e)
    {
        if (_unsentSince == 0)
            _unsentSince = Clock.Now;
        foreach (var connection in _connections)
            connection.Send(e);
    }

    private void Handle(ExecRequest request)
    {
        switch (request)
        {
            case { Op: ExecRequest.Start or ExecRequest.Attach, Spec: { } spec }:
                try
                {
                    _supervisor.Start(spec, request.Op == ExecRequest.Attach);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    SupervisorLog.Write($"start of {spec.Id}: {e.Message}");
                    Publish(new ExecEvent { Op = ExecEvent.Exited, Id = spec.Id, Exit = new StepExit { ExitCode = -1, StartError = e.Message } });
                }
                break;
            case { Op: ExecRequest.Places }:
                _supervisor.SetPlaces(request.Count);
                break;
            case { Op: ExecRequest.Cancel, Id: { } id }:
                _supervisor.Cancel(id, request.GraceMilliseconds);
                break;
            case { Op: ExecRequest.End, Id: { } id }:
                _supervisor.End(id);
                break;
            case { Op: ExecRequest.Forget, Id: { } id }:
                _supervisor.Forget(id, request.Journal);
                break;
            case { Op: ExecRequest.Shutdown }:
                Environment.Exit(0);
                break;
            default:
                SupervisorLog.Write("unknown request " + request.Op);
                break;
        }
    }
}
