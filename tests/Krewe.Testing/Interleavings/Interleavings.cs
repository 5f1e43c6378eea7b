using System.Globalization;

namespace Krewe.Testing;

/// <summary>Runs a scenario under many schedules: all that differ early, then by lot and by priorities.</summary>
/// <remarks>
/// <c>KREWE_INTERLEAVINGS</c> says how many of each sort (default 2000), <c>KREWE_INTERLEAVINGS_SEED</c> from which seed on (default 1), so that
/// the same are run each time. A failure tells its schedule; <c>KREWE_INTERLEAVING</c> set to it runs that one alone.
/// </remarks>
public static class Interleavings
{
    private const int Depth = 24;

    /// <summary>Runs the scenario; each time from nothing.</summary>
    /// <returns>How many schedules were run.</returns>
    /// <exception cref="InterleavingException">It failed under one of them.</exception>
    public static int Explore(Func<Interleaving, Task> scenario)
    {
        if (Environment.GetEnvironmentVariable("KREWE_INTERLEAVING") is { Length: > 0 } told)
        {
            Run(scenario, new ReplayedSchedule([.. told.Split(',').Select(choice => int.Parse(choice, CultureInfo.InvariantCulture))]));
            return 1;
        }

        var (each, seed) = (Number("KREWE_INTERLEAVINGS") ?? 2000, Number("KREWE_INTERLEAVINGS_SEED") ?? 1);
        var runs = 0;
        for (ReplayedSchedule? next = new([]); next is not null && runs < each; next = next.Next(Depth))
        {
            Run(scenario, next);
            runs++;
        }

        for (var i = 0; i < each; i++)
        {
            Run(scenario, new RandomSchedule(seed + i));
            Run(scenario, new PrioritySchedule(seed + i));
            runs += 2;
        }

        return runs;
    }

    private static void Run(Func<Interleaving, Task> scenario, Schedule schedule)
    {
        var interleaving = new Interleaving(schedule);
        try
        {
            interleaving.Run(scenario);
        }
        catch (Exception failure)
        {
            throw new InterleavingException($"{failure.Message}\nwhat happened:\n{string.Join('\n', interleaving.Notes)}\nagain with KREWE_INTERLEAVING={string.Join(',', schedule.Taken)}", failure);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
