using System.Text.Json;
using Krewe.Expressions.Expr;
using Krewe.Expressions.JsonPath;

namespace Krewe.Expressions.Tests.JsonPath;

public sealed class JsonPathQueryTests
{
    private const string Json = """{"employees":[{"name":"Baris","age":43,"friends":["Mo","Jai"]},{"name":"Mo","age":42,"friends":["Baris"]},{"name":"Jai","age":44}],"a-b":{"c.d":1}}""";

    [Theory]
    [InlineData("$.employees[0].name", "\"Baris\"")]
    [InlineData("$.employees[-1].age", "44")]
    [InlineData("$.employees[*].name", "[\"Baris\",\"Mo\",\"Jai\"]")]
    [InlineData("$.employees[0:1].name", "[\"Baris\"]")]
    [InlineData("$.employees[::-1].age", "[44,42,43]")]
    [InlineData("$.employees[0,2].name", "[\"Baris\",\"Jai\"]")]
    [InlineData("$.employees[?(@.age>42 && @.age<44)].age", "[43]")]
    [InlineData("$.employees[?(@.name==\"Baris\")].age", "[43]")]
    [InlineData("$.employees[?(!@.friends)].name", "[\"Jai\"]")]
    [InlineData("$.employees[?(@.name =~ '^.a')].name", "[\"Baris\",\"Jai\"]")]
    [InlineData("$..friends[0]", "[\"Mo\",\"Baris\"]")]
    [InlineData("$['a-b']['c.d']", "1")]
    [InlineData("$.a-b.c\\.d", "1")]
    public void Query_Gives_The_Value_Or_The_List(string path, string expected) =>
        Assert.Equal(expected, (string)ExprProgram.Parse("toJson(jsonpath(j, p))").Evaluate(ExpressionEnvironment.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["j"] = Json, ["p"] = path }))!);

    [Theory]
    [InlineData("$.nope.x")]
    [InlineData("$.employees[")]
    [InlineData("$.employees[?(@.age >)]")]
    [InlineData("$.employees[::0]")]
    [InlineData("$ x")]
    public void Query_Fails_In_Words(string path) => Assert.NotEmpty(Assert.Throws<ExpressionException>(() => JsonPathQuery.Query(Json, path)).Message);

    [Fact]
    public void Query_Refuses_What_Is_No_Json() => Assert.IsType<JsonException>(Assert.Throws<ExpressionException>(() => JsonPathQuery.Query("{", "$"))!.InnerException, exactMatch: false);
}
