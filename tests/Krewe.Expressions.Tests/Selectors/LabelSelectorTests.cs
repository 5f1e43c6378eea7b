using Krewe.Expressions.Selectors;

namespace Krewe.Expressions.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["app"] = "web", ["workflows.argoproj.io/phase"] = "Failed", ["n"] = "5", ["empty"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!other", true)]
    [InlineData("app=web,workflows.argoproj.io/phase in (Failed, Error)", true)]
    [InlineData("app==web , n>4, n < 6", true)]
    [InlineData("n>5", false)]
    [InlineData("missing>1", false)]
    [InlineData("app!=web", false)]
    [InlineData("other!=x", true)]
    [InlineData("app notin (db,cache)", true)]
    [InlineData("other notin (db)", true)]
    [InlineData("empty=", true)]
    [InlineData("empty in (x,)", true)]
    [InlineData("in in (x)", false)]
    public void Matches_As_Kubernetes(string text, bool expected)
    {
        var selector = LabelSelector.Parse(text);

        Assert.Equal(expected, selector.Matches(Labels));
        Assert.Equal(expected, LabelSelector.Parse(selector.ToString()).Matches(Labels));
    }

    [Fact]
    public void Matches_Paths_Of_An_Object() =>
        Assert.True(LabelSelector.Parse("status.succeeded > 0,status.conditions.0.type == Ready").Matches(k => k == "status.succeeded" ? "2" : k == "status.conditions.0.type" ? "Ready" : null));

    [Theory]
    [InlineData("a b")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a > x")]
    [InlineData("=a")]
    [InlineData("a,,b")]
    public void Parse_Refuses(string text) => Assert.True(Assert.Throws<ExpressionException>(() => LabelSelector.Parse(text)).Offset >= 0);
}
