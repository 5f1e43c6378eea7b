using System.Runtime.InteropServices;
using Krewe.Cli;
using Krewe.Cli.Engine;

var interrupts = new Interrupts();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = interrupts.Raise());
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = interrupts.Raise());

var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { AutoFlush = true };
var error = new StreamWriter(Console.OpenStandardError(), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
var isTerminal = !Console.IsOutputRedirected;
var console = new CliConsole(output, error)
{
    IsTerminal = isTerminal,
    Color = isTerminal,
    Zone = TimeZoneInfo.Local,
    Size = static () => (Console.WindowWidth, Console.WindowHeight),
};
return await new KreweCommandLine(new CliContext { Console = console, Engines = new EngineConnector(EmbeddedEngine.StartAsync), Interrupts = interrupts })
    .RunAsync(args).ConfigureAwait(false);
