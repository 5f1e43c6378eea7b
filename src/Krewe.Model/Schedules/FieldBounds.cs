namespace Krewe.Model.Schedules;

/// <summary>What a field of a schedule may hold.</summary>
/// <param name="Least">Least value; the first name stands for it.</param>
/// <param name="Most">Greatest value, at most 63.</param>
/// <param name="Names">Names of the values from the least on, in any case.</param>
internal sealed record FieldBounds(int Least, int Most, IReadOnlyList<string> Names)
{
    public static FieldBounds Minute { get; } = new(0, 59, []);

    public static FieldBounds Hour { get; } = new(0, 23, []);

    public static FieldBounds DayOfMonth { get; } = new(1, 31, []);

    public static FieldBounds Month { get; } = new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    public static FieldBounds DayOfWeek { get; } = new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
}
