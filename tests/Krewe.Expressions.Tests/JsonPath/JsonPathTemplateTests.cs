using Krewe.Expressions.JsonPath;

namespace Krewe.Expressions.Tests.JsonPath;

public sealed class JsonPathTemplateTests
{
    private const string Json = """{"items":[{"metadata":{"name":"a"},"ok":true},{"metadata":{"name":"b"}}],"status":{"n":1}}""";

    [Theory]
    [InlineData("{.status.n}", "1")]
    [InlineData(".status", "{\"n\":1}")]
    [InlineData("{.items[*].metadata.name}", "a b")]
    [InlineData("n={.status.n}{\"\\n\"}!", "n=1\n!")]
    [InlineData("{range .items[*]}[{.metadata.name}]{end}", "[a][b]")]
    [InlineData("{.items[?(@.metadata.name==\"b\")].metadata.name}", "b")]
    public void Render_Fills_The_Text(string text, string expected) => Assert.Equal(expected, JsonPathTemplate.Parse(text).Render(Json));

    [Theory]
    [InlineData("{.status.nope}")]
    [InlineData("{.a")]
    [InlineData("{end}")]
    [InlineData("{range .items[*]}x")]
    public void Failures_Are_In_Words(string text) => Assert.NotEmpty(Assert.Throws<ExpressionException>(() => JsonPathTemplate.Parse(text).Render(Json)).Message);
}
