using CsCheck;
using Krewe.Expressions.Filters;

namespace Krewe.Expressions.Tests.Filters;

public sealed class FilterTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \n ", "")]
    [InlineData("status:failed", "status=[failed]")]
    [InlineData("status:failed,error  name:a", "status=[failed|error] name=[a]")]
    [InlineData("a AND b", "=[a] =[b]")]
    [InlineData("-status:failed NOT name:x -plain", "!status=[failed] !name=[x] !=[plain]")]
    [InlineData("label.app.kubernetes.io/name:shop", "label.app.kubernetes.io/name=[shop]")]
    [InlineData("name:nightly-*,*x*y", "name=[nightly-~|~x~y]")]
    [InlineData("message:\"a, \\\"b\\\" *\"", "message=[a, \"b\" *]")]
    [InlineData("message:'it is'\\n*", "message=[it is\\n~]")]
    [InlineData("created:2026-01-01T10:00:00Z..now", "created=[2026-01-01T10:00:00Z..now]")]
    [InlineData("duration:>10m", "duration=[>10m]")]
    [InlineData("creator:\"\"", "creator=[]")]
    [InlineData("NOTE -NOTE ORDER", "=[NOTE] !=[NOTE] =[ORDER]")]
    public void Parse_Reads_Terms(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', FilterText.Parse(text).Select(Describe)));

    [Theory]
    [InlineData("status:", 8, "a value is missing after \"status:\"")]
    [InlineData("a status: failed", 10, "a value is missing after \"status:\"")]
    [InlineData("status:failed,", 15, "a value is missing")]
    [InlineData("ab \"cd", 4, "no closing quote")]
    [InlineData("a OR b", 3, "values of one key can, by commas")]
    [InlineData("(a)", 1, "no parentheses")]
    [InlineData("a -", 3, "a term must follow the negation")]
    [InlineData("--a", 1, "a term must follow the negation")]
    [InlineData("x NOT", 3, "a term must follow the negation")]
    [InlineData("name:*a*b*c*d*e*f*g*h*", 6, "more than 8 asterisks")]
    public void Parse_Says_Where_It_Stumbles(string text, int column, string part)
    {
        var refused = Assert.Throws<ExpressionException>(() => FilterText.Parse(text));

        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, column), (refused.Line, refused.Column));
    }

    [Fact]
    public void Parse_Bounds_What_It_Takes()
    {
        Assert.Throws<ExpressionException>(() => FilterText.Parse(new string('a', FilterText.LongestText + 1)));
        Assert.Throws<ExpressionException>(() => FilterText.Parse(string.Join(' ', Enumerable.Repeat("a", 101))));
        Assert.Throws<ExpressionException>(() => FilterText.Parse(string.Join(',', Enumerable.Repeat("a", 201))));
    }

    [Fact]
    public void Parse_Reads_Or_Refuses_Whatever_It_Gets() => Gen.Char[" :,-*\"'\\()NOTaé\0\uD800\n."].Array[0, 30].Sample(letters =>
    {
        var text = new string(letters);
        try
        {
            foreach (var value in FilterText.Parse(text).SelectMany(term => term.Values))
            {
                Assert.Equal(value.Text, string.Join('*', value.Pieces));
                Assert.InRange(value.Offset, 0, text.Length);
            }
        }
        catch (ExpressionException refused)
        {
            Assert.InRange(refused.Offset, 0, text.Length);
        }
    });

    private static string Describe(FilterTerm term) =>
        $"{(term.IsNegated ? "!" : "")}{term.Key}{(term.Part is null ? "" : "." + term.Part)}=[{string.Join('|', term.Values.Select(value => string.Join('~', value.Pieces)))}]";
}
