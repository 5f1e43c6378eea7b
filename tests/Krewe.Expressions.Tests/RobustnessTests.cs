using CsCheck;
using Krewe.Expressions.Depends;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Jq;
using Krewe.Expressions.JsonPath;
using Krewe.Expressions.Selectors;
using Krewe.Expressions.Tags;
using Krewe.Expressions.When;

namespace Krewe.Expressions.Tests;

/// <summary>Whatever text comes in, a value or an ExpressionException comes out.</summary>
public sealed class RobustnessTests
{
    private static readonly EvaluationLimits Small = new() { MaxSteps = 20_000, MaxSize = 100_000 };

    private static readonly string[] Pieces =
    [
        "{{", "}}", "=", "{", "}", "(", ")", "[", "]", "'", "\"", "`", "\\", ".", "..", "?.", "??", "?", ":", ";", ",", "|", "||", "&&", "!", "==", "!=", "<", ">=", "=~", "+", "-", "*", "**", "/", "%",
        " ", "\n", "#", "#acc", "@", "$", "1", "0x", "1.5", "1e9", "a", "item", "nil", "true", "in", "not", "let", "if", "else", "matches", "map", "filter", "reduce", "len", "sprig", "repeat", "now", "date",
        "_", "é", "\ud83d\ude00", "\ud83d", "\0", "task-1.Succeeded", "notin", "select", "def", "as", "$x", "//", "/*", "reverse", "join", "fromJSON", "toJson", "1..9",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 25].Select(string.Concat),
        Gen.String[0, 40]);

    private static readonly TagScope Scope = new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = "1", ["item"] = new object?[] { 1L, "x", null } });

    [Fact]
    public void Any_Text_Is_Parsed_Or_Refused() => Texts.Sample(
        text =>
        {
            Survives(() => ExprProgram.Parse(text).Evaluate(Scope.Environment, Small));
            Survives(() => TagTemplate.Parse(text).Replace(Scope, new TagReplaceOptions { Limits = Small }));
            Survives(() => WhenExpression.ShouldExecute(text));
            Survives(() => DependsExpression.Parse(text).Expand());
            Survives(() => LabelSelector.Parse(text).ToString());
            Survives(() => JsonPathQuery.Parse(text).Select(Scope.Variables, Small));
            Survives(() => JsonPathTemplate.Parse(text).Render("{\"a\":[1]}", Small));
            Survives(() => JqFilter.Parse(text).RunToText("{\"a\":[1,\"x\"]}", Small));
        },
        iter: 20_000);

    [Fact]
    public void A_Replaced_Json_Stays_Json() => Gen.String[0, 20].Sample(
        value =>
        {
            var scope = TagScope.Of([new("v", value)]);
            var json = TagTemplate.Replace("{\"k\":\"x{{v}}y{{=v}}\"}", scope, TagReplaceOptions.Strict);
            using var parsed = System.Text.Json.JsonDocument.Parse(json);
            Assert.NotNull(parsed.RootElement.GetProperty("k").GetString());
        },
        iter: 5_000);

    [Fact]
    public void Segments_Cover_The_Text() => Texts.Sample(
        text =>
        {
            try
            {
                Assert.Equal(text, string.Concat(TagTemplate.Parse(text).Segments.Select(s => text.Substring(s.Offset, s.Length))));
            }
            catch (ExpressionException e)
            {
                Assert.Contains("{{", text[e.Offset..], StringComparison.Ordinal);
            }
        },
        iter: 5_000);

    private static void Survives(Action act)
    {
        try
        {
            act();
        }
        catch (ExpressionException e)
        {
            Assert.NotEmpty(e.Describe());
        }
    }
}
