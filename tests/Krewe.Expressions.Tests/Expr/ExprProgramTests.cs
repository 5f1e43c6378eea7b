using Krewe.Expressions.Expr;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Expressions.Tests.Expr;

public sealed class ExprProgramTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));

    private static readonly ExpressionEnvironment Environment = ExpressionEnvironment.FromDotted(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["a"] = 5,
            ["inputs.parameters.name"] = "world",
            ["inputs.parameters.a-b"] = "dashed",
            ["item"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["k"] = "v", ["n"] = 3 },
            ["item.extra"] = "more",
            ["users"] = new object?[] { User("Ann", 30), User("Bob", 20), User("Cid", 30) },
            ["nothing"] = null,
        },
        clock: Clock);

    [Theory]
    [InlineData("1 + 2 * 3", 7L)]
    [InlineData("(1 + 2) * 3", 9L)]
    [InlineData("7 / 2", 3.5)]
    [InlineData("7 % 4", 3L)]
    [InlineData("2 ** 3 ** 2", 512.0)]
    [InlineData("-2 ^ 2", -4.0)]
    [InlineData("0x2A + 0b11 + 0o7 + 1_000", 1052L)]
    [InlineData("0.5 + .5", 1.0)]
    [InlineData("1 < 2 < 3", true)]
    [InlineData("not (1 == 1.0)", false)]
    [InlineData("!true or 1 != 2 and true", true)]
    [InlineData("'a' in ['a', 'b'] and 'x' not in {x1: 1}", true)]
    [InlineData("\"abc\" matches \"^a.c$\" && 'abc' contains 'b' && 'abc' startsWith 'a' && 'abc' endsWith 'c'", true)]
    [InlineData("true ? 'yes' : 'no'", "yes")]
    [InlineData("true ?: false", true)]
    [InlineData("nothing ?? 'fallback'", "fallback")]
    [InlineData("nothing?.deep.deeper ?? 1", 1L)]
    [InlineData("inputs.parameters['a-b'] + inputs?.parameters.name", "dashedworld")]
    [InlineData("item.k + item.extra", "vmore")]
    [InlineData("[1,2,3][-1] + [1,2,3][0]", 4L)]
    [InlineData("len([1,2,3,4][1:3]) + len('äbc'[:1])", 3L)]
    [InlineData("sum(1..4)", 10L)]
    [InlineData("let x = 2; let y = x * 3; x + y", 8L)]
    [InlineData("1; 2; 3", 3L)]
    [InlineData("if a > 3 { 'big' } else { 'small' }", "big")]
    [InlineData("'  Hi ' | trim() | lower() | split('') | join('-')", "h-i")]
    [InlineData("filter(users, .age > 25) | map(.name) | join(',')", "Ann,Cid")]
    [InlineData("users | sortBy(.age, 'desc') | map(#.name) | join()", "AnnCidBob")]
    [InlineData("keys(groupBy(users, .age)) | join(',')", "20,30")]
    [InlineData("reduce(1..4, #acc * #, 1) + reduce([5], #acc)", 29L)]
    [InlineData("map([10, 20], # + #index) | toJSON() | fromJSON() | last()", 21.0)]
    [InlineData("any([1,2], # > 1) && all([], false) && none([1], # > 1) && one([1,2], # == 1)", true)]
    [InlineData("count([1,2,3], # > 1) + findIndex([1,2], # == 2) + find([7], true) + findLast([1,2], true) + findLastIndex([1,1], # == 1)", 13L)]
    [InlineData("max(1, [2, 3.5]) + min([4, 1])", 4.5)]
    [InlineData("mean([1,2,3]) + median([1,2,3,4])", 4.5)]
    [InlineData("abs(-3) + ceil(1.2) + floor(1.8) + round(2.5)", 9.0)]
    [InlineData("int('12') + int(3.9) + asInt('5')", 20L)]
    [InlineData("string(1000000.0) + string(0.5) + string([1, 'a', nil]) + string({b: 1})", "1e+060.5[1 a <nil>]map[b:1]")]
    [InlineData("type(1) + type(1.5) + type('') + type(nil) + type([]) + type({}) + type(now())", "intfloatstringnilarraymaptime.Time")]
    [InlineData("toJson({z: 1, a: [true, nil, 1.0, '<']})", "{\"a\":[true,null,1,\"\\u003c\"],\"z\":1}")]
    [InlineData("toJSON([1])", "[\n  1\n]")]
    [InlineData("toBase64('hé') | fromBase64()", "hé")]
    [InlineData("concat([1], [2]) == flatten([[1], [[2]]]) && uniq([1, 1.0, 2]) == [1, 2] && reverse([1, 2]) == [2, 1] && take([1, 2], 1) == [1]", true)]
    [InlineData("get({a: 1}, 'a') + len(toPairs({a: 1})) + fromPairs([['x', 4]]).x", 6L)]
    [InlineData("sort([3, 1, 2], 'desc')[0] + len(values({a: 1}))", 4L)]
    [InlineData("bitand(6, 3) + bitor(4, 1) + bitxor(5, 1) + bitshl(1, 4) + bitshr(8, 2) + bitnot(0) + bitnand(7, 2)", 33L)]
    [InlineData("splitAfter('a,b', ',')[0] + replace('aa', 'a', 'b') + repeat('x', 2) + trimPrefix('foobar', 'foo') + trimSuffix('foobar', 'bar')", "a,bbxxbarfoo")]
    [InlineData("indexOf('abcabc', 'c') + lastIndexOf('abcabc', 'c')", 7L)]
    [InlineData("string(duration('1h30m') + duration('500ms'))", "1h30m0.5s")]
    [InlineData("date('2024-01-31').AddDate(0, 0, 1).Format('Jan 2, 2006')", "Feb 1, 2024")]
    [InlineData("(date('2024-01-02') - date('2024-01-01')).Hours() + now().Year()", 2048.0)]
    [InlineData("now().Format('2006-01-02T15:04:05Z07:00')", "2024-05-06T07:08:09Z")]
    [InlineData("jsonpath('{\"a\": [{\"b\": 44.5}]}', '$.a[0].b')", 44.5)]
    [InlineData("'foo' in $env or 'a' in $env", true)]
    [InlineData("`raw \\n` + \"\\u0041\\n\" // comment", "raw \\nA\n")]
    [InlineData("/* c */ 'it\\'s'", "it's")]
    public void Evaluate_Gives_What_The_Language_Says(string text, object? expected) =>
        Assert.Equal(expected, ExprProgram.Parse(text).Evaluate(Environment));

    [Theory]
    [InlineData("sprig.trunc(5, 'hello world')", "hello")]
    [InlineData("sprig.int('42') + sprig.add(1, '2', 3)", 48L)]
    [InlineData("sprig.upper('x') + sprig.title('hello wOrld') + sprig.snakecase('FirstName') + sprig.camelcase('http_server') + sprig.kebabcase('FirstName')", "XHello WOrldfirst_nameHttpServerfirst-name")]
    [InlineData("sprig.default('d', '') + sprig.coalesce(nil, '', 'c') + sprig.ternary('t', 'f', false)", "dcf")]
    [InlineData("sprig.replace('bar', 'baz', 'foobar') + sprig.substr(0, 3, 'abcdef') + sprig.abbrev(5, 'hello world')", "foobazabche...")]
    [InlineData("sprig.join('-', sprig.list(1, 'b')) + sprig.split('$', 'a$b')._1 + sprig.quote('q')", "1-bb\"q\"")]
    [InlineData("sprig.indent(2, 'a\\nb') + sprig.nindent(1, 'c')", "  a\n  b\n c")]
    [InlineData("sprig.date('2006-01', '2024-05-06T07:08:09Z')", "2024-05")]
    [InlineData("sprig.b64enc('hi') + sprig.b32dec(sprig.b32enc('hello')) + sprig.adler32sum('abc')", "aGk=hello38600999")]
    [InlineData("sprig.trunc(8, sprig.sha256sum('abc'))", "ba7816bf")]
    [InlineData("sprig.dig('a', 'b', 'none', {a: {b: 'found'}}) + sprig.get(sprig.dict('k', 'v'), 'k')", "foundv")]
    [InlineData("sprig.semverCompare('^1.2.0', '1.9.3') && !sprig.semverCompare('~1.2', '1.3.0') && sprig.semverCompare('>=1.0, <2', '1.5.0')", true)]
    [InlineData("sprig.regexReplaceAll('a(x*)b', '-ab-axxb-', '${1}W')", "-W-xxW-")]
    [InlineData("sprig.regexFind('[0-9]+', 'abc123') + sprig.regexSplit('z+', 'pizza', -1)[0]", "123pi")]
    [InlineData("sprig.base('/a/b.txt') + sprig.dir('/a/b.txt') + sprig.ext('b.txt') + sprig.clean('/a/../b')", "b.txt/a.txt/b")]
    [InlineData("sprig.seq(3) + sprig.toString(sprig.until(3)) + sprig.plural('one', 'many', 2)", "1 2 3[0 1 2]many")]
    [InlineData("sprig.addf(0.1, 0.2) + sprig.round(1.456, 2)", 1.76)]
    [InlineData("len(sprig.uuidv4()) + len(sprig.randAlphaNum(4))", 40L)]
    [InlineData("sprig.merge({a: 1}, {a: 2, b: 3}).a + sprig.mergeOverwrite({a: 1}, {a: 2}).a", 3L)]
    public void Sprig_Gives_What_Sprig_Gives(string text, object expected) =>
        Assert.Equal(expected, ExprProgram.Parse(text).Evaluate(Environment));

    [Theory]
    [InlineData("1 +", ExpressionErrorKind.Syntax, 3)]
    [InlineData("1 + )", ExpressionErrorKind.Syntax, 4)]
    [InlineData("a ?? 1 + 2", ExpressionErrorKind.Syntax, 7)]
    [InlineData("#", ExpressionErrorKind.Syntax, 0)]
    [InlineData("'abc", ExpressionErrorKind.Syntax, 0)]
    [InlineData("1 + \n  ~", ExpressionErrorKind.Syntax, 7)]
    [InlineData("99999999999999999999", ExpressionErrorKind.Syntax, 0)]
    [InlineData("unknown.x", ExpressionErrorKind.MissingVariable, 0)]
    [InlineData("true || unknown", ExpressionErrorKind.MissingVariable, 8)]
    [InlineData("null", ExpressionErrorKind.MissingVariable, 0)]
    [InlineData("nothing.x", ExpressionErrorKind.Evaluation, 8)]
    [InlineData("1 + 'a'", ExpressionErrorKind.Evaluation, 2)]
    [InlineData("[1][4]", ExpressionErrorKind.Evaluation, 3)]
    [InlineData("1 % 0", ExpressionErrorKind.Evaluation, 2)]
    [InlineData("upper(1)", ExpressionErrorKind.Evaluation, 0)]
    [InlineData("upper()", ExpressionErrorKind.Evaluation, 0)]
    [InlineData("fromJSON('{')", ExpressionErrorKind.Evaluation, 0)]
    [InlineData("'a' matches '('", ExpressionErrorKind.Evaluation, 4)]
    [InlineData("sprig.env('HOME')", ExpressionErrorKind.Evaluation, 6)]
    [InlineData("sprig.fail('stop')", ExpressionErrorKind.Evaluation, 6)]
    public void Failures_Say_Where(string text, ExpressionErrorKind kind, int offset)
    {
        var error = Assert.Throws<ExpressionException>(() => ExprProgram.Parse(text).Evaluate(Environment));

        Assert.Equal((kind, offset), (error.Kind, error.Offset));
    }

    [Theory]
    [InlineData("1..1000000000")]
    [InlineData("repeat('x', 1000000000)")]
    [InlineData("map(1..3000, map(1..3000, #))")]
    [InlineData("let a = repeat('x', 10000000); a + a + a + a")]
    [InlineData("sprig.until(100000000)")]
    [InlineData("sprig.indent(2000000000, 'a')")]
    public void Hostile_Expressions_Meet_A_Limit(string text)
    {
        var error = Assert.Throws<ExpressionException>(() => ExprProgram.Parse(text).Evaluate(Environment));

        Assert.Equal(ExpressionErrorKind.Limit, error.Kind);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("!", "")]
    [InlineData("1+", "")]
    [InlineData("a.", "a")]
    [InlineData("true?1:", "1")]
    [InlineData("{a:", "}")]
    [InlineData("a[", "]")]
    public void Deep_Texts_Are_Refused_Or_Evaluated_But_Never_Overflow(string before, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, 50_000)) + "1" + string.Concat(Enumerable.Repeat(after, 50_000));

        var failure = Record.Exception(() => ExprProgram.Parse(text).Evaluate(Environment));

        Assert.True(failure is null or ExpressionException, $"{failure}");
    }

    [Fact]
    public void Names_And_Paths_Leave_Out_What_Is_Declared_Or_Guarded()
    {
        var program = ExprProgram.Parse("let x = a; x + item.k.z + (other?.deep ?? users['n']) + len(map(list, .name))");

        Assert.Equal(["a", "item", "other", "users", "list"], program.Names);
        Assert.Equal(["a", "item.k.z", "item.k", "item", "other", "users.n", "users", "list"], program.Paths);
    }

    [Fact]
    public void Regex_Takes_No_Exponential_Time() =>
        Assert.Equal(false, ExprProgram.Parse("repeat('a', 5000) + '!' matches '^(a+)+$'").Evaluate(Environment));

    private static Dictionary<string, object?> User(string name, int age) => new(StringComparer.Ordinal) { ["name"] = name, ["age"] = age };
}
