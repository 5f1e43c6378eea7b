using Krewe.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Krewe.Cli.Engine;

/// <summary>Has an engine write its log to standard error.</summary>
internal static class EngineLogging
{
    /// <summary>Least severe message.</summary>
    public static LogLevel LevelOf(EngineLog log) => log.Level switch
    {
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "error" => LogLevel.Error,
        _ => LogLevel.Warning,
    };

    /// <summary>Adds the writer.</summary>
    public static void Add(ILoggingBuilder logging, EngineLog log)
    {
        // What the engine is built on writes a page of settings at every start.
        if (log.Level != "debug")
        {
            logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Error);
        }

        if (log.IsJson)
        {
            logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        }
        else
        {
            logging.AddSimpleConsole(text => (text.UseUtcTimestamp, text.TimestampFormat, text.SingleLine, text.ColorBehavior) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true, LoggerColorBehavior.Disabled));
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
