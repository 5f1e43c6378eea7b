using CsCheck;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Writer;

public sealed class RoundTripTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[0, 12],
        Gen.String[Gen.OneOf('a', ' ', '\n', '\t', ':', '#', '-', '\'', '"', '\\', '{', '[', '1', '0', '.', '_', '\r', 'ü', '\u2028', '?', '|', '%', '@', '&', '*', '!', ',', '~', '<', '=', '\u0085', '\ufeff'), 0, 20],
        Gen.OneOf("yes", "null", "~", "", "<<", "1e3", "0777", "12:30:45", "2020-01-01", ".5", "- a", "a: b", "a #b", "---", "...", "---a", "=", "true", " a", "a ", "\n", "\na", "  a\nb", "a\n", "a\n\n\n", "\ta\nb", "a\n \nb\n", "😀", "x\n😀", "key:", "!", "a\r\nb"));

    private static readonly Gen<DocumentNode> Node = Gen.Recursive<DocumentNode>((depth, inner) =>
    {
        var leaf = Gen.OneOf(
            Text.Select(text => (DocumentNode)new ScalarNode(default, ScalarKind.String, Clean(text))),
            Gen.Long.Select(number => (DocumentNode)new ScalarNode(default, ScalarKind.Integer, $"{number}")),
            Gen.Double[-1e9, 1e9].Where(d => d != Math.Truncate(d)).Select(number => (DocumentNode)new ScalarNode(default, ScalarKind.Float, GoNumber.Json(number))),
            Gen.Bool.Select(value => (DocumentNode)new ScalarNode(default, ScalarKind.Boolean, value ? "true" : "false")),
            Gen.Const((DocumentNode)new ScalarNode(default, ScalarKind.Null, "null")));
        return depth > 3 ? leaf : Gen.OneOf(
            leaf,
            inner.Array[0, 4].Select(items => (DocumentNode)new ListNode(default, items)),
            Gen.Select(Text, inner).Array[0, 4].Select(Map));
    });

    [Fact]
    public void Any_Tree_Survives_Writing_And_Reading_As_Yaml() =>
        Gen.Select(Text, Node).Sample(
            (key, node) =>
            {
                var root = Map([(key, node)]);
                var yaml = ManifestWriter.ToYaml(root);
                var read = DocumentReader.Read(yaml);
                Assert.True(read.Diagnostics.Count == 0, $"{string.Join('\n', read.Diagnostics)}\n{yaml}");
                Assert.Equal(ManifestWriter.ToJson(root), ManifestWriter.ToJson(read.Documents.Single()));
            },
            iter: 4000);

    [Fact]
    public void Any_Tree_Survives_Writing_And_Reading_As_Json() =>
        Node.Sample(node =>
        {
            var root = Map([("a", node)]);
            var json = ManifestWriter.ToJson(root);
            Assert.Equal(json, ManifestWriter.ToJson(DocumentReader.Read(json).Documents.Single()));
        });

    [Fact]
    public void No_Corpus_Manifest_Loses_Anything()
    {
        var losses = new List<string>();
        var count = 0;
        foreach (var file in Corpus.Files())
        {
            var set = Corpus.Read(file);
            var isWhole = set.Diagnostics.All(d => d.Code == DiagnosticCode.UnknownKind && d.Severity == Severity.Warning);
            foreach (var resource in set.Resources.Where(r => r.Argo is not null && isWhole))
            {
                count++;
                var source = resource.Source.Root!;
                var yaml = ManifestWriter.ToYaml(resource.Argo!);
                var json = ManifestWriter.ToJson(resource.Argo!);
                losses.AddRange(TreeComparison.Differences(source, ManifestWriter.Document(resource.Argo!)).Select(loss => $"{file}: {loss}"));
                var again = ManifestReader.Strict.Read(yaml, file);
                losses.AddRange(again.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{file} written as YAML: {d}"));
                if (!again.HasErrors && ManifestWriter.ToYaml(again.Resources.Single().Argo!) != yaml)
                {
                    losses.Add($"{file}: YAML written and read again differs");
                }

                if (ManifestWriter.ToJson(ManifestReader.Strict.Read(json, file).Resources.Single().Argo!) != json)
                {
                    losses.Add($"{file}: JSON written and read again differs");
                }
            }
        }

        Assert.True(losses.Count == 0, string.Join('\n', losses));
        Assert.True(count > 700, $"only {count} resources were compared");
    }

    private static DocumentNode Map((string Key, DocumentNode Value)[] entries) =>
        new MapNode(default, [.. entries.DistinctBy(entry => Clean(entry.Key)).Select(entry => new MapEntry(Clean(entry.Key), default, entry.Value))]);

    // What no JSON text can hold: control characters that YAML forbids even escaped, and halves of surrogate pairs.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFD));
}
