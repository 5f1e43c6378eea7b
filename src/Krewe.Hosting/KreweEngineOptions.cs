using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>How a <see cref="KreweEngine"/> is started: what it is, and what its own host has.</summary>
public sealed class KreweEngineOptions : KreweOptions
{
    /// <summary>How the engine shares the work with others on the same database; null when it is alone. Needs <see cref="KreweOptions.PostgreSql"/>, with <c>Shared</c>.</summary>
    public KreweClusterOptions? Cluster
    {
        get => Silo;
        init => Silo = value;
    }

    /// <summary>Least severe log message that is written. Default: warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Adds log writers; none by default.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>Adds or replaces parts, such as an executor of one's own; the last registration counts.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
