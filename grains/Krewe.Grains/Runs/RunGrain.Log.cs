using Microsoft.Extensions.Logging;

namespace Krewe.Grains;

/// <content>Log messages.</content>
public sealed partial class RunGrain
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "run {Uid}: this activation is discarded")]
    private partial void LogDiscarded(string uid, Exception reason);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "run {Uid}: effect {Effect} failed")]
    private partial void LogEffectFailed(string uid, string effect, Exception failure);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "run {Uid} completed: {Phase}")]
    private partial void LogCompleted(string uid, string phase);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "run {Uid}: its spans and counts could not be told to those who listen")]
    private partial void LogSpansFailed(string uid, Exception failure);
}
