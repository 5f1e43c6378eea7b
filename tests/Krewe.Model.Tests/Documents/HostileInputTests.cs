using System.Text;
using CsCheck;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Documents;

public sealed class HostileInputTests
{
    private const long MemoryBound = 400L << 20;

    [Fact]
    public async Task Stream_Of_100_MB_Is_Refused_And_Read_No_Further_Than_The_Limit()
    {
        using var stream = new EndlessYaml(100L << 20);
        var set = await ManifestReader.Strict.ReadAsync(stream, "big.yaml", TestContext.Current.CancellationToken);

        Assert.Equal("big.yaml: error: larger than the limit of 16 MiB", Assert.Single(set.Diagnostics).ToString());
        Assert.True(stream.Given <= (16L << 20) + (64 << 10), $"{stream.Given} bytes were read");
    }

    [Fact]
    public void Text_Of_Very_Many_Values_Is_Refused_Within_The_Memory_Bound()
    {
        var text = "a:\n" + string.Concat(Enumerable.Repeat("- 1\n", 60_000));
        var limits = new DocumentLimits { MaxNodes = 50_000 };

        var result = DocumentReader.Read(text, "many.yaml", limits);

        Assert.Equal(DiagnosticCode.Limit, Assert.Single(result.Diagnostics).Code);
        Assert.Contains("more than 50000 values", result.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{\"kind\":\"Workflow\",\"spec\":{{\"{0}\":[{1}1]}}}}", "1,", 200_000)]
    [InlineData("kind: Workflow\nspec:\n  ? {0}\n  : [{1}1]\n", "1,", 200_000)]
    [InlineData("kind: Workflow\nspec:\n  hostAliases: [{1}]\n  ? {0}\n  : x\n", "{a: b},", 50_000)]
    [InlineData("kind: Workflow\nspec: {{nodeSelector: {{{1}}}}}\n", "a: 1,", 50_000)]
    public void Huge_Keys_And_Masses_Of_Errors_Cost_No_More_Than_The_Text(string format, string part, int times)
    {
        var parts = string.Concat(Enumerable.Repeat(part, times));
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, new string('k', 200_000), parts);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var set = ManifestReader.Strict.Read(text, "huge.yaml");

        Assert.True(set.HasErrors);
        Assert.InRange(set.Diagnostics.Count, 1, 1002);
        Assert.All(set.Diagnostics, diagnostic => Assert.True(diagnostic.ToString().Length < 1000));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MemoryBound);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("? ", 100_000)]
    public void Deep_Nesting_Is_A_Clear_Error_And_No_Stack_Overflow(string opening, int depth)
    {
        var text = string.Concat(Enumerable.Repeat(opening, depth));

        var set = ManifestReader.Strict.Read(text, "deep.yaml");

        var diagnostic = Assert.Single(set.Diagnostics);
        Assert.Equal(DiagnosticCode.Limit, diagnostic.Code);
        Assert.Contains("nested more than 250 levels deep", diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_Up_To_The_Limit_Can_Be_Typed_And_Written()
    {
        var items = new string('[', 200) + new string(']', 200);
        var yaml = "kind: Workflow\nspec:\n  templates:\n  - name: a\n    plugin: {x: " + items + "}\n";

        var set = ManifestReader.Strict.Read(yaml);

        var workflow = Assert.Single(set.Of<Workflow>());
        Assert.False(set.HasErrors);
        Assert.Contains(items, ManifestWriter.ToJson(workflow, indented: false), StringComparison.Ordinal);
        Assert.Contains(items, ManifestWriter.ToJson(ManifestReader.Strict.Read(ManifestWriter.ToYaml(workflow)).Of<Workflow>().Single(), indented: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{0},{0},{0},{0},{0},{0},{0},{0},{0},{0}]")]
    [InlineData("{{a: {0}, b: {0}, c: {0}, d: {0}, e: {0}, f: {0}, g: {0}, h: {0}}}")]
    public void Billion_Laughs_Are_A_Clear_Error(string level)
    {
        var yaml = new StringBuilder("l0: &l0 lol\n");
        for (var i = 1; i <= 30; i++)
        {
            yaml.Append($"l{i}: &l{i} ").AppendFormat(level, $"*l{i - 1}").Append('\n');
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = ManifestReader.Strict.Read(yaml.ToString(), "lol.yaml");

        Assert.Equal(DiagnosticCode.Limit, Assert.Single(set.Diagnostics).Code);
        Assert.Contains("aliases expand", set.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MemoryBound);
    }

    [Fact]
    public void Random_Bytes_Never_Throw_And_Never_Give_A_Resource() =>
        Gen.Byte.Array[0, 300].Sample(
            bytes =>
            {
                var read = DocumentReader.Read(bytes, "x");
                var set = ManifestReader.Strict.Bind(read);
                Assert.Empty(set.Resources);
                Assert.All(set.Diagnostics, diagnostic => Assert.NotEmpty(diagnostic.Message));
            },
            iter: 3000);

    [Fact]
    public void Random_Yaml_Like_Text_Never_Throws() =>
        Gen.OneOf("a", ":", " ", "\n", "- ", "[", "]", "{", "}", "&x ", "*x", "|", ">", "\"", "'", "!!int ", "#", "---\n", "...", "? ", "<<: ", "%", "\t", "0", ",", "kind: Workflow\n", "spec:\n  ", "ü", "\\")
            .Array[0, 60].Sample(
                parts => ManifestReader.Strict.Read(string.Concat(parts), "x.yaml").Diagnostics.All(d => d.Message.Length > 0),
                iter: 5000);

    [Fact]
    public void Mutilated_Manifest_Is_Read_Or_Refused_But_Never_Throws()
    {
        const string Yaml = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {generateName: a-}\nspec:\n  entrypoint: a\n  templates:\n  - name: a\n    steps:\n    - - {name: b, template: c, withItems: [1, two, {x: 3}], when: \"{{x}} == 1\"}\n  - name: c\n    container:\n      image: x\n      command: [sh, -c]\n      args: [\"echo\"]\n";

        Gen.Select(Gen.Int[0, Yaml.Length - 1], Gen.Int[0, 12], Gen.Char[' ', '~']).Sample(
            (at, cut, put) =>
            {
                var text = string.Concat(Yaml.AsSpan(0, at), put.ToString(), Yaml.AsSpan(Math.Min(Yaml.Length, at + cut)));
                var strict = ManifestReader.Strict.Read(text, "m.yaml");
                var lenient = ManifestReader.Lenient.Read(text, "m.yaml");
                Assert.True(lenient.Diagnostics.Count(d => d.Severity == Severity.Error) <= strict.Diagnostics.Count(d => d.Severity == Severity.Error));
            },
            iter: 2000);
    }

    /// <summary>Makes YAML on the fly and counts what was taken of it.</summary>
    private sealed class EndlessYaml(long length) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var give = (int)Math.Min(count, length - Given);
            buffer.AsSpan(offset, give).Fill((byte)'a');
            Given += give;
            return give;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
