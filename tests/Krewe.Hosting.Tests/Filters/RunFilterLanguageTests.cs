using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting.Tests.Filters;

/// <summary>What filters mean, on rows in memory; that stores find the same rows is shown with the stores.</summary>
public sealed class RunFilterLanguageTests
{
    private static readonly DateTimeOffset Now = new(2030, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly RunIndexRow[] Rows =
    [
        Row("new") with { Phase = "" },
        Row("slow") with { Phase = "Running", StartedAt = Now.AddMinutes(-30), Creator = "ann", WorkflowTemplate = "build", Labels = Map(("team", "pay"), ("env", "")) },
        Row("quick") with { Phase = "Succeeded", StartedAt = Now.AddHours(-5), FinishedAt = Now.AddHours(-5).AddSeconds(20), ClusterWorkflowTemplate = "build", Parameters = Map(("x", "yes"), ("n", "1")) },
        Row("broken") with { Phase = "Failed", StartedAt = Now.AddDays(-3), FinishedAt = Now.AddDays(-3).AddHours(2), CreatedAt = Now.AddDays(-3), Message = "Step OOM: out of memory", Labels = Map(("team", "ops")), CronWorkflow = "nightly", Namespace = "other" },
        Row("paused") with { Phase = "Running", StartedAt = Now.AddMinutes(-1), Suspended = true, Priority = 7, Labels = Map(("team", "web")), CreatedAt = new DateTimeOffset(2030, 5, 9, 0, 0, 0, TimeSpan.Zero) },
    ];

    [Theory]
    [InlineData("", "new slow quick broken paused")]
    [InlineData("status:failed", "broken")]
    [InlineData("status:Pending", "new")]
    [InlineData("phase:active -status:suspended", "new slow")]
    [InlineData("status:suspended,failed", "broken paused")]
    [InlineData("-status:completed", "new slow paused")]
    [InlineData("status:running status:failed", "")]
    [InlineData("label:team=pay", "slow")]
    [InlineData("label:team=pay,ops", "slow broken")]
    [InlineData("label:team=w*", "paused")]
    [InlineData("label:team", "slow broken paused")]
    [InlineData("label:env,x=1", "slow")]
    [InlineData("label:env=", "slow")]
    [InlineData("label.team:ops,web", "broken paused")]
    [InlineData("-label:team", "new quick")]
    [InlineData("-label:team=pay label:team", "broken paused")]
    [InlineData("param.x:y*", "quick")]
    [InlineData("param:x=yes param.n:1", "quick")]
    [InlineData("param:x=no", "")]
    [InlineData("name:q*,new", "new quick")]
    [InlineData("name:*o*", "slow broken")]
    [InlineData("ow", "slow")]
    [InlineData("-ow,ic", "new broken paused")]
    [InlineData("\"br\"", "broken")]
    [InlineData("template:build", "slow quick")]
    [InlineData("template:bu*", "slow quick")]
    [InlineData("-template:build", "new broken paused")]
    [InlineData("cluster-template:build", "quick")]
    [InlineData("cron:*", "broken")]
    [InlineData("cron:nightly,x", "broken")]
    [InlineData("namespace:other", "broken")]
    [InlineData("creator:me", "slow")]
    [InlineData("creator:\"me\"", "")]
    [InlineData("-creator:*", "new quick broken paused")]
    [InlineData("message:\"Out of MEMORY\"", "broken")]
    [InlineData("message:step*memory", "broken")]
    [InlineData("message:memory*", "")]
    [InlineData("duration:>10m", "slow broken")]
    [InlineData("duration:<=20s", "quick")]
    [InlineData("duration:5s..1h", "slow quick paused")]
    [InlineData("created:>2d", "new slow quick paused")]
    [InlineData("created:2d", "new slow quick paused")]
    [InlineData("created:<2d", "broken")]
    [InlineData("age:>2d", "broken")]
    [InlineData("age:1h..4d", "broken paused")]
    [InlineData("created:today", "new slow quick")]
    [InlineData("created:yesterday", "paused")]
    [InlineData("created:2030-05-09", "paused")]
    [InlineData("created:>2030-05-09", "new slow quick")]
    [InlineData("created:<=2030-05-09", "broken paused")]
    [InlineData("created:..2030-05-08", "broken")]
    [InlineData("created:2030-05-07T00:00:00Z..yesterday", "broken paused")]
    [InlineData("started:>1h", "slow paused")]
    [InlineData("finished:*", "error")]
    [InlineData("finished:<1d", "broken")]
    [InlineData("priority:>0", "paused")]
    [InlineData("priority:-1..3", "new slow quick broken")]
    [InlineData("priority:7,8", "paused")]
    public void Filter_Finds(string text, string expected)
    {
        if (expected == "error")
        {
            Assert.Throws<KreweException>(() => Read(text));
            return;
        }

        var filter = Read(text);

        Assert.Equal(expected, string.Join(' ', Rows.Where(filter.Matches).Select(row => row.Name)));
    }

    [Theory]
    [InlineData("staus:failed", 1, "there is no key \"staus\"", "did you mean \"status\"?")]
    [InlineData("name:x status:faild", 15, "there is no status \"faild\"", "did you mean \"failed\"?")]
    [InlineData("a duration:10m", 12, "is not a comparison with a time, such as >10m", null)]
    [InlineData("created:>soon", 9, "\">soon\" is not a moment", null)]
    [InlineData("created:9999-12-31", 9, "is not a moment", null)]
    [InlineData("priority:high", 10, "is not a whole number", null)]
    [InlineData("priority:..", 10, "is not a whole number", null)]
    [InlineData("label:=x", 7, "the name of the label is missing", null)]
    [InlineData("name.x:y", 1, "\"name\" has no parts", null)]
    [InlineData("http://x", 1, "put a text with a colon in quotes", null)]
    public void Filter_That_Means_Nothing_Is_Refused_With_Its_Place(string text, int column, string part, string? hint)
    {
        var refused = Assert.Throws<KreweException>(() => Read(text));

        Assert.Equal(KreweErrorCode.InvalidArgument, refused.Code);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"column {column}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("filter", column, hint), (refused.Diagnostics.Single().Path, refused.Diagnostics.Single().Column, refused.Diagnostics.Single().Hint));
    }

    [Fact]
    public void Filter_Becomes_The_Parts_That_Have_An_Index()
    {
        var filter = Read("status:failed label:team=pay param.x:y name:n-* template:t cron:c creator:ann namespace:ns created:>1d");

        Assert.Null(filter.Where);
        Assert.Equal(("ns", "n-", "t", "c", "ann"), (filter.Namespace, filter.NamePrefix, filter.Template, filter.CronWorkflow, filter.Creator));
        Assert.Equal(["Failed"], filter.Phases);
        Assert.Equal("y", filter.Parameters["x"]);
        Assert.Equal(Now.AddDays(-1).AddMilliseconds(1), filter.CreatedFrom);
    }

    [Fact]
    public void Creator_Me_Is_Refused_When_Nobody_Knows_Who_Asks() =>
        Assert.Throws<KreweException>(() => RunFilterLanguage.Add(RunFilter.All, "creator:me", new FilterContext(Now, Me: null)));

    private static RunFilter Read(string text) => RunFilterLanguage.Add(RunFilter.All, text, new FilterContext(Now, "ann"));

    private static RunIndexRow Row(string name) => new() { Uid = name, Namespace = "ns", Name = name, CreatedAt = Now.AddMinutes(-40) };

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) => entries.ToDictionary(entry => entry.Key, entry => entry.Value);
}
