using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("a:\n  b: [1, x]\n", null)]
    [InlineData("{\n \"a\": {\"b\":  [1, \"x\"]}}", null)]
    public void Nodes_Keep_Their_Places_In_Yaml_And_Json(string text, string? file)
    {
        var result = DocumentReader.Read(text, file);

        var map = new SourceMap(Assert.Single(result.Documents));
        Assert.Equal(2, map.Locate("a.b").Line);
        Assert.Equal(2, map.Locate("a.b[1]").Line);
        Assert.True(map.Locate("a.b[1]").Column > map.Locate("a.b[0]").Column);
        Assert.Equal("x", ((ScalarNode)map.Find("a.b[1]")!).Text);
        Assert.Null(map.Find("a.c"));
        Assert.Equal(map.Locate("a"), map.Locate("a.c.d"));
    }

    [Fact]
    public void Keys_That_Are_No_Words_Have_Bracketed_Paths()
    {
        var map = new SourceMap(DocumentReader.Read("metadata:\n  labels:\n    a/b.c: x\n").Documents[0]);
        var path = DocumentPath.Append("metadata.labels", "a/b.c");

        Assert.Equal("metadata.labels[\"a/b.c\"]", path);
        Assert.Equal(new SourceLocation(null, 3, 5), map.Locate(path));
    }

    [Fact]
    public void Aliases_And_Merge_Keys_Are_Expanded()
    {
        var yaml = "base: &b {x: 1, w: 2}\nmore: &m\n  z: 3\n  x: 9\nuse:\n  <<: [*b, *m]\n  w: 5\nsame: *b\n";

        var root = (MapNode)DocumentReader.Read(yaml).Documents[0];

        Assert.Equal("{\"w\":5,\"x\":1,\"z\":3}", ManifestWriter.ToJson(root["use"]!, indented: false));
        Assert.Same(root["base"], root["same"]);
    }

    [Fact]
    public void Keys_That_Are_Not_Strings_Become_Strings()
    {
        var root = (MapNode)DocumentReader.Read("1: a\ntrue: b\n0x10: c\n2.50: d\n").Documents[0];

        Assert.Equal(["1", "true", "16", "2.5"], root.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n")]
    [InlineData("{\"a\": 1, \"b\": 2,\n\n\"a\": 3}")]
    public void Duplicate_Key_Is_Reported_With_The_First_Line_And_The_Last_Value_Counts(string text)
    {
        var result = DocumentReader.Read(text, "f.yaml");

        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticCode.DuplicateKey, diagnostic.Code);
        Assert.Equal("f.yaml:3:1: error: key \"a\" is already set in line 1", diagnostic.ToString());
        Assert.Equal("3", ((MapNode)result.Documents[0]).Text("a"));
    }

    [Fact]
    public void Documents_Before_A_Syntax_Error_Are_Kept()
    {
        var result = DocumentReader.Read("a: 1\n---\nb: [\n", "f.yaml");

        Assert.Single(result.Documents);
        Assert.Equal(DiagnosticCode.Syntax, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Quoted_Text_May_Continue_Left_Of_Its_Key()
    {
        var yaml = "a:\n    b: [\"\n  one\n  two\n  \", 'x\n y']\n    c: 1\n";

        var result = DocumentReader.Read(yaml);

        Assert.Empty(result.Diagnostics);
        var map = new SourceMap(result.Documents[0]);
        Assert.Equal(" one two ", ((ScalarNode)map.Find("a.b[0]")!).Text);
        Assert.Equal("x y", ((ScalarNode)map.Find("a.b[1]")!).Text);
        Assert.Equal(new SourceLocation(null, 7, 5), map.Locate("a.c"));
    }

    [Theory]
    [InlineData("<<: 3\n", "needs a map")]
    [InlineData("a: *x\n", "unknown anchor")]
    [InlineData("a: &x [*x]\n", "contains itself")]
    [InlineData("? [a]\n: b\n", "a key must be")]
    [InlineData("null: b\n", "a key must be")]
    [InlineData("a: !!int x\n", "cannot read \"x\" as !!int")]
    public void Impossible_Yaml_Is_An_Error(string yaml, string message)
    {
        var diagnostic = Assert.Single(DocumentReader.Read(yaml).Diagnostics);

        Assert.Contains(message, diagnostic.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(DiagnosticCode.Syntax, diagnostic.Code);
        Assert.Equal(1, diagnostic.Location.Line);
    }

    [Fact]
    public void Utf16_And_Byte_Order_Marks_Are_Read()
    {
        byte[] utf16 = [.. System.Text.Encoding.Unicode.GetPreamble(), .. System.Text.Encoding.Unicode.GetBytes("a: ä\n")];

        var root = (MapNode)DocumentReader.Read(utf16).Documents[0];

        Assert.Equal("ä", root.Text("a"));
        Assert.Equal("1", ((MapNode)DocumentReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. "a: 1"u8]).Documents[0]).Text("a"));
    }
}
