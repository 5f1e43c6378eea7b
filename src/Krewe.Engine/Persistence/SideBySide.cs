namespace Krewe.Engine;

/// <summary>Reads the parts of a large record on all processors.</summary>
internal static class SideBySide
{
    /// <summary>Reads two parts, each of which may be many in turn.</summary>
    /// <exception cref="InvalidDataException">One of them was refused.</exception>
    public static (T First, TOther Second) Both<T, TOther>(Func<T> one, Func<TOther> other)
    {
        (T First, TOther Second) both = default;
        Each(2, part =>
        {
            if (part == 0)
            {
                both.First = one();
            }
            else
            {
                both.Second = other();
            }
        });
        return both;
    }

    /// <summary>Does that many things, in any order and several at a time.</summary>
    /// <exception cref="InvalidDataException">One of them was refused; the first refusal.</exception>
    public static void Each(int count, Action<int> read)
    {
        if (count == 1)
        {
            read(0);
            return;
        }

        try
        {
            // Whoever reads may be an actor, whose own scheduler would do one after the other.
            Parallel.For(0, count, new ParallelOptions { TaskScheduler = TaskScheduler.Default }, read);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(cause => cause is InvalidDataException))
        {
            throw new InvalidDataException(e.Flatten().InnerExceptions[0].Message, e);
        }
    }
}
