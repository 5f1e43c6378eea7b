using Krewe.Expressions.Jq;

namespace Krewe.Expressions.Tests.Jq;

public sealed class JqFilterTests
{
    private const string Json = """{"name":"x","n":3,"list":[3,1,2],"pods":[{"name":"a","ok":true,"cpu":2},{"name":"b","ok":false,"cpu":1}],"m":{"k":"v","z":1}}""";

    [Theory]
    [InlineData(".name", "x")]
    [InlineData(".", """{"list":[3,1,2],"m":{"k":"v","z":1},"n":3,"name":"x","pods":[{"cpu":2,"name":"a","ok":true},{"cpu":1,"name":"b","ok":false}]}""")]
    [InlineData(".list[0], .list[-1]", "3\n2")]
    [InlineData(".list | sort | .[1:]", "[2,3]")]
    [InlineData(".pods[] | select(.ok) | .name", "a")]
    [InlineData("[.pods[] | {name, c: (.cpu * 10)}]", "[{\"c\":20,\"name\":\"a\"},{\"c\":10,\"name\":\"b\"}]")]
    [InlineData(".pods | map(.cpu) | add", "3")]
    [InlineData("\"hi \\(.name + \"!\") \\(.n)\"", "hi x! 3")]
    [InlineData(".nope // \"d\"", "d")]
    [InlineData(".m | to_entries | map(.key) | join(\"-\")", "k-z")]
    [InlineData(".m | with_entries(.key |= .)?", null)]
    [InlineData(".m | with_entries({key: (.key + \"2\"), value})", "{\"k2\":\"v\",\"z2\":1}")]
    [InlineData("reduce .list[] as $x (0; . + $x)", "6")]
    [InlineData("[foreach .list[] as $x (0; . + $x)]", "[3,4,6]")]
    [InlineData("def double: . * 2; .n | double", "6")]
    [InlineData("def f(g; $y): (g | . + $y); f(.n; 4)", "7")]
    [InlineData("if .n > 2 then \"big\" elif .n > 1 then \"mid\" else \"small\" end", "big")]
    [InlineData("[limit(2; range(10))] + [first(range(5; 9)), last(range(3))]", "[0,1,5,2]")]
    [InlineData("try error(\"bad\") catch (\"caught \" + .)", "caught bad")]
    [InlineData("(.name | .x)? // \"none\"", "none")]
    [InlineData(".pods | sort_by(.cpu) | first.name", "b")]
    [InlineData(".pods | group_by(.ok) | length", "2")]
    [InlineData(".pods | (min_by(.cpu).name + max_by(.cpu).name)", "ba")]
    [InlineData("[1,1,2] | unique", "[1,2]")]
    [InlineData("\"a,b\" | split(\",\") | reverse | @csv", "\"b\",\"a\"")]
    [InlineData("@base64 \"x\\(.name)\", (\"aGk=\" | @base64d)", "xeA==\nhi")]
    [InlineData("\"abc\" | test(\"B\"; \"i\"), gsub(\"b\"; \"-\")", "true\na-c")]
    [InlineData("[..] | length", "19")]
    [InlineData(". as $d | .list | map(. + $d.n)", "[6,4,5]")]
    [InlineData("[.[] | type] | unique | join(\" \")", "array number object string")]
    [InlineData("(\"12\" | tonumber) + (.n | tostring | length)", "13")]
    [InlineData(".m | has(\"k\"), keys, length", "true\n[\"k\",\"z\"]\n2")]
    [InlineData("any(.pods[]; .ok), all(.pods[]; .ok), (.list | contains([3]))", "true\nfalse\ntrue")]
    public void Filter_Gives_What_Jq_Gives(string filter, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<ExpressionException>(() => JqFilter.Parse(filter).RunToText(Json));
            return;
        }

        Assert.Equal(expected, JqFilter.Parse(filter).RunToText(Json));
    }

    [Theory]
    [InlineData("def f: f; f")]
    [InlineData("def f: 1 + f; f")]
    [InlineData("[range(1000000000)]")]
    [InlineData("0 | until(false; . + 1)")]
    [InlineData("[recurse(.)]")]
    public void Hostile_Filters_Meet_A_Limit(string filter) =>
        Assert.Equal(ExpressionErrorKind.Limit, Assert.Throws<ExpressionException>(() => JqFilter.Parse(filter).Run(Json)).Kind);

    [Theory]
    [InlineData(".a = 1", 3)]
    [InlineData(".[", 2)]
    [InlineData("if 1 then 2", 11)]
    [InlineData("$x", 0)]
    [InlineData(".name | nosuch", 8)]
    [InlineData(".n.x", 2)]
    public void Failures_Say_Where(string filter, int offset) =>
        Assert.Equal(offset, Assert.Throws<ExpressionException>(() => JqFilter.Parse(filter).Run(Json)).Offset);
}
