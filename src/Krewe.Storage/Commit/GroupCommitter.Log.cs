using Microsoft.Extensions.Logging;

namespace Krewe.Storage;

public sealed partial class GroupCommitter
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "A transaction of {Count} commits failed; their owners reload")]
    private static partial void LogFlushFailed(ILogger logger, Exception exception, int count);
}
