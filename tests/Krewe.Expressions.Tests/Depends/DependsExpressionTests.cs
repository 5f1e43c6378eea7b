using Krewe.Expressions.Depends;

namespace Krewe.Expressions.Tests.Depends;

public sealed class DependsExpressionTests
{
    [Fact]
    public void Parse_Tells_Tasks_And_Places()
    {
        var depends = DependsExpression.Parse("(a-1 || b.Failed) && !a-1.AllFailed");

        Assert.Equal(["a-1", "b"], depends.Tasks);
        Assert.Equal([1, 8, 22], depends.Operands.Select(o => o.Offset));
        Assert.Equal([null, DependsResult.Failed, DependsResult.AllFailed], depends.Operands.Select(o => o.Result));
    }

    [Theory]
    [InlineData("a", "Succeeded", true)]
    [InlineData("a", "Omitted", false)]
    [InlineData("a", "Daemoned", true)]
    [InlineData("!a.Failed && (a.Failed || a.Skipped)", "Skipped", true)]
    [InlineData("a.Failed || !a", "Errored", true)]
    public void Evaluate_Follows_The_Logic(string text, string has, bool expected) =>
        Assert.Equal(expected, DependsExpression.Parse(text).Evaluate((_, r) => r.ToString() == has));

    [Fact]
    public void ContinueOn_Widens_Bare_Names() =>
        Assert.True(DependsExpression.Parse("a").Evaluate((_, r) => r == DependsResult.Failed, _ => (false, true)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a &&", 4)]
    [InlineData("a b", 2)]
    [InlineData("a.", 2)]
    [InlineData("a.Nope", 2)]
    [InlineData("(a", 2)]
    [InlineData("a & b", 2)]
    public void Parse_Fails_With_The_Place(string text, int offset) =>
        Assert.Equal(offset, Assert.Throws<ExpressionException>(() => DependsExpression.Parse(text)).Offset);
}
