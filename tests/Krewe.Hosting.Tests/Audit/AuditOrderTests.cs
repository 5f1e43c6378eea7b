namespace Krewe.Hosting.Tests.Audit;

/// <summary>Places in the log of changes grow, whatever the clock does.</summary>
public sealed class AuditOrderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AuditOrder _order = new();

    [Fact]
    public void Places_Of_One_Moment_Grow_Even_When_It_Is_Full()
    {
        var places = Enumerable.Range(0, 10_000).Select(_ => _order.Next(Start)).ToList();

        Assert.Equal(places, InOrder(places));
        Assert.Equal(places.Count, places.Select(place => place.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Start.AddMilliseconds(2), places[^1].At);
    }

    [Fact]
    public void Small_Step_Back_Of_The_Clock_Is_Waited_For()
    {
        var places = new[] { 0, 40, -900, 10, 41 }.Select(step => _order.Next(Start.AddMilliseconds(step))).ToList();

        Assert.Equal(places, InOrder(places));
        Assert.Equal([0, 40, 40, 40, 41], places.Select(place => (place.At - Start).TotalMilliseconds));
    }

    [Fact]
    public void Clock_That_Was_Far_Ahead_Is_Believed_When_It_Is_Put_Right()
    {
        _order.Next(Start.AddDays(1));

        Assert.Equal(Start, _order.Next(Start).At);
    }

    [Fact]
    public void Id_Is_A_Uuid_Of_Version_7_With_Its_Moment()
    {
        _order.Next(Start);
        var id = Guid.ParseExact(_order.Next(Start).Id, "n");

        Assert.Equal(7, id.Version);
        Assert.StartsWith($"{Start.ToUnixTimeMilliseconds():x12}7001", id.ToString("n"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Id, DateTimeOffset At)> InOrder(IEnumerable<(string Id, DateTimeOffset At)> places) =>
        places.OrderBy(place => place.At).ThenBy(place => place.Id, StringComparer.Ordinal);
}
