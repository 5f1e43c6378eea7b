using System.Diagnostics.Metrics;
using System.Text;

namespace Krewe.Hosting.Tests.Telemetry;

/// <summary>Measurements as Prometheus' text has them.</summary>
public sealed class MeterFamilyTests : IDisposable
{
    private readonly Meter _meter = new("test");

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData("queue_latency", "argo_workflows_queue_latency")]
    [InlineData("krewe.flush.time", "krewe_flush_time_seconds")]
    public void Argos_Names_Get_Its_Prefix_And_Ours_Their_Unit(string name, string expected) =>
        Assert.Equal(expected, MetricNames.Of(_meter.CreateHistogram<double>(name, "s")));

    [Fact]
    public void Histogram_Counts_Each_Bound_With_Those_Below()
    {
        var family = new MeterFamily(_meter.CreateHistogram<double>("time", "s", "Time"), [1, 5]);
        foreach (var value in new[] { 0.5, 1, 3, 60 })
        {
            family.Record(value, []);
        }

        Assert.Equal(
            """
            # HELP argo_workflows_time Time
            # TYPE argo_workflows_time histogram
            argo_workflows_time_bucket{le="1"} 2
            argo_workflows_time_bucket{le="5"} 3
            argo_workflows_time_bucket{le="+Inf"} 4
            argo_workflows_time_sum 64.5
            argo_workflows_time_count 4

            """,
            Text(family));
    }

    [Fact]
    public void Labels_Are_Sorted_And_Escaped()
    {
        var family = new MeterFamily(_meter.CreateCounter<long>("things", null, "Things"), []);

        family.Record(1, [new("name", "a\"b\\c\nd"), new("cluster", true)]);
        family.Record(2, [new("cluster", true), new("name", "a\"b\\c\nd")]);

        Assert.Contains("""argo_workflows_things{cluster="true",name="a\"b\\c\nd"} 3""" + "\n", Text(family), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_Without_Bound_Do_Not_Make_Series_Without_Bound()
    {
        var family = new MeterFamily(_meter.CreateCounter<long>("names", null, "Names"), []);
        for (var i = 0; i < MeterFamily.MostSeries + 500; i++)
        {
            family.Record(1, [new("name", i)]);
        }

        var text = Text(family);

        Assert.Equal(MeterFamily.MostSeries + 1, text.Split('\n').Count(line => line.StartsWith("argo_workflows_names{", StringComparison.Ordinal)));
        Assert.Contains("argo_workflows_names{otel_metric_overflow=\"true\"} 500\n", text, StringComparison.Ordinal);
    }

    private static string Text(MeterFamily family)
    {
        var text = new StringBuilder();
        family.Write(text);
        return text.ToString();
    }
}
