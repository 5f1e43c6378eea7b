using System.Text.Json;
using Krewe.Model.Analysis;

namespace Krewe.Model.Tests.Analysis;

public sealed class JsonDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"a":1,"b":"x"}""", """{"b":"y","c":true}""", "a: 1 -> ; b: x -> y; c:  -> true")]
    [InlineData("""{"t":[{"name":"p","v":1},{"name":"q"}]}""", """{"t":[{"name":"r"},{"name":"q"},{"name":"p","v":2}]}""", """t[p].v: 1 -> 2; t[r]:  -> {"name":"r"}""")]
    [InlineData("""{"l":[1,2,3]}""", """{"l":[1,4]}""", "l[1]: 2 -> 4; l[2]: 3 -> ")]
    [InlineData("""{"l":[{"name":"a"},{"name":"a"}]}""", """{"l":[{"name":"a"},{"name":"b"}]}""", "l[1].name: a -> b")]
    [InlineData("""{"a":{"b":null}}""", """{"a":{"b":{"c":[]}}}""", """a.b: null -> {"c":[]}""")]
    public void Values_ThatDiffer_AreToldByTheirPaths(string left, string right, string expected)
    {
        var changes = JsonDifference.Of(JsonDocument.Parse(left).RootElement, JsonDocument.Parse(right).RootElement);

        Assert.Equal(expected, string.Join("; ", changes.Select(change => $"{change.Path}: {change.Left} -> {change.Right}")));
    }
}
