using Krewe.Model.Conversion;
using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Conversion;

public sealed class LegacyConverterTests
{
    [Fact]
    public void Old_Fields_Move_And_The_Rest_Stays_In_Its_Order()
    {
        const string Yaml = """
            kind: CronWorkflow
            metadata:
              name: a
            spec:
              schedule: 0 0 * * *
              timezone: UTC
              workflowSpec:
                podPriority: 5
                synchronization:
                  mutex:
                    name: m
                  mutexes:
                  - name: other
                templates:
                - name: t
                  steps:
                  - - name: s
                      inline:
                        synchronization:
                          semaphore:
                            configMapKeyRef: {name: c, key: k}

            """;

        var conversion = LegacyConverter.Convert(DocumentReader.Read(Yaml, "f.yaml").Documents[0]);

        Assert.Equal(
            """
            kind: CronWorkflow
            metadata:
              name: a
            spec:
              schedules:
              - 0 0 * * *
              timezone: UTC
              workflowSpec:
                synchronization:
                  mutexes:
                  - name: other
                  - name: m
                templates:
                - name: t
                  steps:
                  - - name: s
                      inline:
                        synchronization:
                          semaphores:
                          - configMapKeyRef:
                              name: c
                              key: k

            """,
            ManifestWriter.ToYaml(conversion.Document));
        Assert.Equal(
            ["spec.schedule", "spec.workflowSpec.podPriority", "spec.workflowSpec.synchronization.mutex", "spec.workflowSpec.templates[0].steps[0][0].inline.synchronization.semaphore"],
            conversion.Changes.Select(change => change.Path));
        Assert.Equal("f.yaml:5:3: warning: spec.schedule: moved \"schedule\" to the list \"schedules\"", conversion.Changes[0].ToString());
    }

    [Fact]
    public void New_Manifest_And_Other_Kinds_Come_Back_As_They_Are()
    {
        var current = DocumentReader.Read("kind: Workflow\nspec: {entrypoint: a}\n").Documents[0];
        var other = DocumentReader.Read("kind: ConfigMap\nspec: {schedule: a}\n").Documents[0];

        Assert.Empty(LegacyConverter.Convert(current).Changes);
        Assert.Equal(ManifestWriter.ToYaml(current), ManifestWriter.ToYaml(LegacyConverter.Convert(current).Document));
        Assert.Same(other, LegacyConverter.Convert(other).Document);
    }

    [Fact]
    public void Every_Legacy_Manifest_Of_The_Corpus_Is_Clean_After_Conversion()
    {
        var converted = 0;
        foreach (var file in Corpus.Files())
        {
            var read = DocumentReader.Read(Corpus.Text(file), file);
            var before = ManifestReader.Strict.Bind(read).Diagnostics.Count(d => d.Code == DiagnosticCode.RemovedField);
            var conversions = read.Documents.Select(document => LegacyConverter.Convert(document)).ToList();
            var after = ManifestReader.Strict.Bind(read with { Documents = [.. conversions.Select(c => c.Document)] });

            Assert.Equal(before, conversions.Sum(c => c.Changes.Count));
            Assert.DoesNotContain(after.Diagnostics, d => d.Code == DiagnosticCode.RemovedField);
            converted += before;
        }

        Assert.True(converted > 5, $"only {converted} old fields were found");
    }
}
