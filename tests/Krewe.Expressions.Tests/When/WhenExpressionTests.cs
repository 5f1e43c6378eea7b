using Krewe.Expressions.When;

namespace Krewe.Expressions.Tests.When;

public sealed class WhenExpressionTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("heads == tails", false)]
    [InlineData("'a b' == \"a b\"", true)]
    [InlineData("1 == 1.0", true)]
    [InlineData("2 * 3 + 1 == 7 && 7 / 2 == 3.5", true)]
    [InlineData("2 ** 3 == 8 && 5 % 3 == 2 && (1 << 3) == 8 && (6 & 3) == 2", true)]
    [InlineData("!(a == b) || false", true)]
    [InlineData("true ? a == a : a == b", true)]
    [InlineData("abc =~ '^a.c$' && abc !~ x", true)]
    [InlineData("Failed in (Succeeded, Failed)", true)]
    [InlineData("3 in (1, 2)", false)]
    [InlineData("[my odd-name] == 'my odd-name'", true)]
    [InlineData("'2024-01-02' > '2024-01-01'", true)]
    [InlineData("-1 < 0", true)]
    [InlineData("a + 1 == 'a1'", true)]
    public void ShouldExecute_Decides_As_Govaluate(string text, bool expected) => Assert.Equal(expected, WhenExpression.ShouldExecute(text));

    [Theory]
    [InlineData("foo bar == 1", "Invalid 'when' expression 'foo bar == 1': Cannot transition token types")]
    [InlineData("== 1", "Invalid 'when' expression '== 1': Invalid token: '=='")]
    [InlineData("{{x}} == 1", "(hint: try wrapping the affected expression in quotes (\"))")]
    [InlineData("foo", "Expected boolean evaluation for 'foo'. Got foo")]
    [InlineData("a > 1", "Failed to evaluate 'when' expresion 'a > 1': Value 'a' cannot be used with the comparator '>', it is not a number")]
    [InlineData("a && true", "it is not a bool")]
    [InlineData("(a == b", "expected ')'")]
    public void ShouldExecute_Fails_In_Argos_Words(string text, string part) =>
        Assert.Contains(part, Assert.Throws<ExpressionException>(() => WhenExpression.ShouldExecute(text)).Message, StringComparison.Ordinal);
}
