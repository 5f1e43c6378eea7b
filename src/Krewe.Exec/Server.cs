using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Krewe.Exec.Protocol;
using Krewe.Exec.Steps;

namespace Krewe.Exec;

/// <summary>Listens for engines and passes their requests on.</summary>
internal sealed class Server
{
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly Supervisor _supervisor;
    private readonly string _folder;
    private readonly ExecEvent _hello;

    public Server(string folder, bool privateViews, bool ownsProcesses)
    {
        _folder = folder;
        _hello = new ExecEvent { Op = ExecEvent.Hello, Instance = Guid.NewGuid().ToString("N"), PrivateViews = privateViews, OwnsProcesses = ownsProcesses, Limits = StepCgroup.IsPossible };
        _supervisor = new Supervisor(privateViews, Publish);
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
        var idleSince = Clock.Now;
        while (true)
        {
            if (listener.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead))
                Accept(listener.Accept());
            if (!_connections.IsEmpty || _supervisor.IsBusy)
                idleSince = Clock.Now;
            else if (Clock.Now - idleSince > idle.TotalMicroseconds)
                break;
        }
        File.Delete(path);
    }

    private void Accept(Socket socket)
    {
        var connection = new Connection(socket);
        _connections[connection] = 0;
        connection.Send(_hello);
        new Thread(() => Read(connection, socket)) { IsBackground = true, Name = "connection" }.Start();
    }

    private void Publish(ExecEvent e)
    {
        foreach (var connection in _connections.Keys)
            connection.Send(e);
    }

    private void Read(Connection connection, Socket socket)
    {
        try
        {
            using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8, false, 64 * 1024);
            while (reader.ReadLine() is { } line)
            {
                if (JsonSerializer.Deserialize(line, ExecJson.Default.ExecRequest) is { } request)
                    Handle(request);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or JsonException)
        {
            SupervisorLog.Write("connection: " + e.Message);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Close();
        }
    }

    private void Handle(ExecRequest request)
    {
        switch (request)
        {
            case { Op: ExecRequest.Start, Spec: { } spec }:
                try
                {
                    _supervisor.Start(spec);
                }
                catch (IOException e)
                {
                    SupervisorLog.Write($"start of {spec.Id}: {e.Message}");
                    Publish(new ExecEvent { Op = ExecEvent.Exited, Id = spec.Id, Exit = new StepExit { ExitCode = -1, StartError = e.Message } });
                }
                break;
            case { Op: ExecRequest.Cancel, Id: { } id }:
                _supervisor.Cancel(id, request.GraceMilliseconds);
                break;
            case { Op: ExecRequest.End, Id: { } id }:
                _supervisor.End(id);
                break;
            case { Op: ExecRequest.Forget, Id: { } id }:
                _supervisor.Forget(id);
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
