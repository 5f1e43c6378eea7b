namespace Krewe.Hosting;

/// <summary>Looks something up for all who ask, once in a while. Thread-safe.</summary>
/// <param name="lookUp">Looks it up.</param>
/// <param name="freshness">How old an answer may be, from when it was asked for.</param>
/// <param name="time">What tells the time.</param>
internal sealed class Seldom<T>(Func<Task<T>> lookUp, TimeSpan freshness, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private Task<T>? _answer;

    /// <summary>The answer of the last look-up, or of the one that is under way: of a new one when that is too old.</summary>
    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_answer is null || (_answer.IsCompleted && now - _askedAt >= freshness))
            {
                _askedAt = now;
                // Elsewhere: whoever asks holds the gate.
                _answer = Task.Run(lookUp);
            }

            return _answer;
        }
    }
}
