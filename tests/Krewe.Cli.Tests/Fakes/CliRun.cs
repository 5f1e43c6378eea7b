using System.Text;
using Krewe.Client;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Cli.Tests.Fakes;

/// <summary>One execution of the command line against a fake service.</summary>
internal sealed class CliRun
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public CliRun(IWorkflowService? service = null, bool running = true, bool terminal = false, string input = "", Func<string, string?>? environment = null)
    {
        Connector = new FakeConnector(service ?? new FakeWorkflowService()) { IsRunning = running };
        var console = new CliConsole(TextWriter.Synchronized(_output), TextWriter.Synchronized(_error))
        {
            IsTerminal = terminal,
            Color = terminal,
            Time = new FakeTimeProvider(FakeWorkflowService.Created.AddMinutes(5)),
        };
        Context = new CliContext
        {
            Console = console,
            Engines = Connector,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Environment = environment ?? (name => name == "HOME" ? "/home/someone" : null),
        };
    }

    public CliContext Context { get; }

    public FakeConnector Connector { get; }

    public string Out => _output.ToString();

    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] arguments) => new KreweCommandLine(Context).RunAsync(arguments);
}
