using Krewe.Expressions.Tags;

namespace Krewe.Expressions.Tests.Tags;

public sealed class TagTemplateTests
{
    private static readonly TagScope Scope = TagScope.Of(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["x"] = "val",
        ["inputs.parameters.val"] = "deep",
        ["quote"] = "a \"b\"\n\\c",
    });

    [Fact]
    public void Parse_Names_The_Pieces_With_Their_Places()
    {
        var template = TagTemplate.Parse("a {{ x }} b {{=1 + 2}}");

        Assert.Equal([TagSegmentKind.Literal, TagSegmentKind.Simple, TagSegmentKind.Literal, TagSegmentKind.Expression], template.Segments.Select(s => s.Kind));
        Assert.Equal([0, 2, 9, 12], template.Segments.Select(s => s.Offset));
        Assert.Equal(["x", "1 + 2"], template.Tags.Select(s => s.Name));
        Assert.Equal(" x ", template.Segments[1].Content);
    }

    [Fact]
    public void Parse_Fails_With_The_Place_When_A_Tag_Is_Not_Closed()
    {
        var error = Assert.Throws<ExpressionException>(() => TagTemplate.Parse("one\ntwo {{x"));

        Assert.Equal((8, 2, 5), (error.Offset, error.Line, error.Column));
        Assert.Contains("....^", error.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_Tags_Resolve_From_The_Inside_Pass_By_Pass()
    {
        var first = TagTemplate.Replace("\"{{inputs.parameters.{{x}}}}\"", Scope, TagReplaceOptions.Lenient);
        var second = TagTemplate.Replace(first, Scope, TagReplaceOptions.Lenient);

        Assert.Equal("\"{{inputs.parameters.val}}\"", first);
        Assert.Equal("\"deep\"", second);
    }

    [Fact]
    public void Values_Are_Escaped_In_Json_And_Not_In_Plain_Text()
    {
        Assert.Equal("\"a \\\"b\\\"\\n\\\\c\"", TagTemplate.Replace("\"{{quote}}\"", Scope, TagReplaceOptions.Strict));
        Assert.Equal("a \"b\"\n\\c!", TagTemplate.Parse("{{quote}}!").Replace(Scope, TagReplaceOptions.Strict));
    }

    [Fact]
    public void Unknown_Tags_Stay_Or_Fail_As_The_Options_Say()
    {
        var prefixes = TagReplaceOptions.StrictFor("tasks");

        Assert.Equal("\"{{ no }}\"", TagTemplate.Replace("\"{{ no }}\"", Scope, TagReplaceOptions.Lenient));
        Assert.Equal("\"{{tasksA.x}}\"", TagTemplate.Replace("\"{{tasksA.x}}\"", Scope, prefixes));
        Assert.Equal("\"{{tasks.a.outputs.artifacts.x}}\"", TagTemplate.Replace("\"{{tasks.a.outputs.artifacts.x}}\"", Scope, prefixes));
        var error = Assert.Throws<ExpressionException>(() => TagTemplate.Replace("\"{{tasks.a}}\"", Scope, prefixes));
        Assert.Equal("failed to resolve {{tasks.a}}", error.Message);
        Assert.True(error.IsMissingVariable);
    }

    [Fact]
    public void Inner_Scope_Hides_The_Outer()
    {
        var inner = TagScope.Of([new("x", "mine")], Scope);

        Assert.Equal("mine deep", TagTemplate.Parse("{{x}} {{inputs.parameters.val}}").Replace(inner, TagReplaceOptions.Strict));
    }

    [Fact]
    public void Invalid_Json_Is_Refused()
    {
        var error = Assert.Throws<ExpressionException>(() => TagTemplate.ParseJson("{\"a\": {{x}} }"));

        Assert.Equal("cannot do template replacements with invalid JSON", error.Message);
    }
}
