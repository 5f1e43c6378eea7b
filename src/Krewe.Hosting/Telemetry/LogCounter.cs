using Krewe.Grains;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Hosting;

/// <summary>Counts what the engine logs. Messages that no writer would get, because of their level, are not counted, as with Argo.</summary>
internal sealed class LogCounter(EngineInstruments instruments) : ILoggerProvider
{
    private const string Error = "error";
    private const string Warning = "warn";
    private const string Information = "info";
    private readonly Logger _logger = new(instruments);

    /// <summary>Levels as Argo names them.</summary>
    public static IReadOnlyList<string> Levels { get; } = [Error, Warning, Information];

    // The host of a program has messages of its own.
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Krewe.", StringComparison.Ordinal) || categoryName.StartsWith("Orleans.", StringComparison.Ordinal) ? _logger : NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class Logger(EngineInstruments instruments) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                instruments.Logged(logLevel >= LogLevel.Error ? Error : logLevel == LogLevel.Warning ? Warning : Information);
            }
        }
    }
}
