using Krewe.Engine;

namespace Krewe.Grains.Tests;

public sealed class MetricTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_Gives_Prometheus_Text_Of_All_Types()
    {
        var table = new MetricTable();
        table.Record("c", Sample("counter", 2) with { Labels = new Dictionary<string, string> { ["b"] = "x\"y", ["a"] = "1" } }, Start);
        table.Record("c", Sample("counter", 3) with { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "x\"y" } }, Start);
        table.Record("g", Sample("gauge", 5), Start);
        table.Record("g", Sample("gauge", 2) with { Operation = "Sub" }, Start);
        table.Record("h", Sample("histogram", 2) with { Buckets = [5, 1] }, Start);
        table.Record("h", Sample("histogram", 7) with { Buckets = [5, 1] }, Start);

        Assert.Equal(
            """
            # HELP c what it is
            # TYPE c counter
            c{a="1",b="x\"y"} 5
            # HELP g what it is
            # TYPE g gauge
            g 3
            # HELP h what it is
            # TYPE h histogram
            h_bucket{le="1"} 0
            h_bucket{le="5"} 1
            h_bucket{le="+Inf"} 2
            h_sum 9
            h_count 2

            """,
            table.Write(Start));
    }

    [Fact]
    public void Realtime_Gauge_Grows_Until_It_Is_Set_Also_After_A_Reload()
    {
        var table = new MetricTable();
        table.Record("g", Sample("gauge", 1) with { Realtime = true, GrowsSince = Start.AddSeconds(-1) }, Start);
        var again = new MetricTable();
        again.Load(table.Save());

        var growing = again.Write(Start.AddSeconds(4));
        again.Record("g", Sample("gauge", 9), Start.AddSeconds(8));

        Assert.EndsWith("g 5\n", growing, StringComparison.Ordinal);
        Assert.EndsWith("g 9\n", again.Write(Start.AddSeconds(60)), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_Leaves_Out_A_Sample_Of_Another_Type()
    {
        var table = new MetricTable();
        table.Record("m", Sample("counter", 1), Start);

        Assert.False(table.Record("m", Sample("gauge", 7), Start));
        Assert.EndsWith("m 1\n", table.Write(Start), StringComparison.Ordinal);
    }

    private static MetricSample Sample(string type, double value) => new() { Name = "n", Help = "what it is", Type = type, Value = value };
}
