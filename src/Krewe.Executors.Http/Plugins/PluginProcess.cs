using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Krewe.Executors.Http.Plugins;

/// <summary>The program of one plugin, as a process of this machine that listens on the loopback interface.</summary>
/// <remarks>
/// It is told a free port (<c>PORT</c>) and its token (<c>ARGO_PLUGIN_TOKEN</c>, and a file named by <c>ARGO_PLUGIN_TOKEN_FILE</c>).
/// A plugin that heeds neither and listens on the port of its manifest is found there, if that port was free before.
/// </remarks>
internal sealed class PluginProcess : IDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(50);

    private readonly ExecutorPlugin _plugin;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Queue<string> _lines = new();
    private readonly Process _process = new();
    private readonly Task<Uri> _ready;

    /// <summary>Starts it.</summary>
    /// <exception cref="PluginFault">There is no such program.</exception>
    public PluginProcess(ExecutorPlugin plugin, string folder, TimeProvider time)
    {
        _plugin = plugin;
        _folder = folder;
        _time = time;
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var port = FreePort();
        var own = plugin.Port > 0 && !Listens(plugin.Port) ? plugin.Port : 0;
        Start(port);
        _ready = FindAsync(port, own);
    }

    /// <summary>What calls to it carry.</summary>
    public string Token { get; }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => !_process.HasExited;

    private string RecordFile => Path.Combine(_folder, _plugin.Id + ".pid");

    private string TokenFile => Path.Combine(_folder, _plugin.Id + ".token");

    /// <summary>Where it listens, once it does.</summary>
    /// <exception cref="PluginFault">It ended, or does not listen in time.</exception>
    public Task<Uri> AddressAsync(CancellationToken cancellationToken) => _ready.WaitAsync(cancellationToken);

    /// <summary>Ends processes that an engine which was killed has left behind.</summary>
    public static void EndLeftOver(string folder)
    {
        foreach (var record in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.pid") : [])
        {
            if (File.ReadAllText(record).Split(' ') is [var id, var started] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && StartOf(pid) == started)
            {
                using var process = Process.GetProcessById(pid);
                process.Kill(entireProcessTree: true);
                process.WaitForExit(LongestEnd);
            }

            File.Delete(record);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(LongestEnd);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        File.Delete(RecordFile);
        File.Delete(TokenFile);
        _process.Dispose();
    }

    private void Start(int port)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(TokenFile, Token);
        File.SetUnixFileMode(TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var start = _process.StartInfo;
        start.FileName = _plugin.Command[0];
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var argument in _plugin.Command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _plugin.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["ARGO_PLUGIN_TOKEN"] = Token;
        start.Environment["ARGO_PLUGIN_TOKEN_FILE"] = TokenFile;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new PluginFault($"plugin '{_plugin.Name}': {_plugin.Command[0]} cannot be started: {missing.Message}", missing);
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        File.WriteAllText(RecordFile, $"{_process.Id.ToString(CultureInfo.InvariantCulture)} {StartOf(_process.Id)}");
    }

    private async Task<Uri> FindAsync(int port, int own)
    {
        var until = _time.GetUtcNow() + LongestStart;
        while (_time.GetUtcNow() < until)
        {
            if (_process.HasExited)
            {
                throw new PluginFault($"plugin '{_plugin.Name}' ended with {_process.ExitCode} before it listened{Said()}");
            }

            foreach (var candidate in new[] { port, own })
            {
                if (candidate > 0 && Listens(candidate))
                {
                    return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{candidate}"));
                }
            }

            await Task.Delay(LookPeriod, _time).ConfigureAwait(false);
        }

        throw new PluginFault($"plugin '{_plugin.Name}' listens neither on the port in PORT nor on that of its manifest after {LongestStart.TotalSeconds:0} seconds{Said()}");
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
            }

            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }
        }
    }

    private string Said()
    {
        lock (_lines)
        {
            return _lines.Count == 0 ? "" : ": " + string.Join('\n', _lines);
        }
    }

    private static bool Listens(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // When the process began, in the kernel's ticks: with it a process id means one process only. Empty where there is no /proc.
    private static string StartOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
