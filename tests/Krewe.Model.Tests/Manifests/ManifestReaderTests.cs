namespace Krewe.Model.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Head = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n";

    [Fact]
    public void All_Errors_Of_All_Documents_Are_Reported_At_Once_With_Places()
    {
        var yaml = Head + "spec:\n  entrypoint: [a]\n  templates:\n  - contaner: {image: x}\n    daemon: \"yes\"\n---\n" + Head + "spec:\n  hostNetwork: 1\n  foo: 1\n";

        var set = ManifestReader.Strict.Read(yaml, "f.yaml");

        Assert.Equal(
            [
                "f.yaml:4:3: error: spec.entrypoint: expected a string, got a list",
                "f.yaml:6:5: error: unknown field \"spec.templates[0].contaner\"; did you mean \"container\"?",
                "f.yaml:7:5: error: spec.templates[0].daemon: expected a boolean, got the string \"yes\"",
                "f.yaml:12:3: error: spec.hostNetwork: expected a boolean, got the number 1",
                "f.yaml:13:3: error: unknown field \"spec.foo\"",
            ],
            set.Diagnostics.Select(d => d.ToString()));
        Assert.Equal(2, set.Of<Workflow>().Count());
    }

    /// <summary>YAML 1.1, which Argo reads, has more booleans than most people know.</summary>
    [Theory]
    [InlineData("spec: {arguments: {parameters: [{name: n}]}}", "f.yaml:3:40: warning: spec.arguments.parameters[0].name: YAML reads n as a boolean, so this is \"false\"; write it in quotes (\"n\") if the word is meant")]
    [InlineData("spec: {arguments: {parameters: [{name: a, value: Yes}]}}", "f.yaml:3:50: warning: spec.arguments.parameters[0].value: YAML reads Yes as a boolean, so this is \"true\"; write it in quotes (\"Yes\") if the word is meant")]
    [InlineData("metadata: {labels: {on: a}}", "f.yaml:3:21: warning: metadata.labels.true: YAML reads on as a boolean, so this is \"true\"; write it in quotes (\"on\") if the word is meant")]
    [InlineData("spec: {templates: [{container: {args: [a, off]}}]}", "f.yaml:3:43: warning: spec.templates[0].container.args[1]: YAML reads off as a boolean, so this is \"false\"; write it in quotes (\"off\") if the word is meant")]
    public void Word_That_Yaml_Reads_As_A_Boolean_Is_A_Warning_Where_A_Text_Stands(string body, string message)
    {
        var set = ManifestReader.Strict.Read(Head + body + "\n", "f.yaml");

        Assert.Equal(message, Assert.Single(set.Diagnostics).ToString());
        Assert.False(set.HasErrors);
        Assert.Single(set.Resources);
    }

    [Theory]
    [InlineData("spec: {suspend: yes, hostNetwork: off}")]
    [InlineData("spec: {arguments: {parameters: [{name: 'n', value: \"yes\"}, {name: b, value: true}, {name: c, value: False}]}}")]
    [InlineData("spec: {templates: [{steps: [[{name: a, template: b, withItems: [y, n]}]]}]}")]
    public void Boolean_That_Is_Meant_Or_Quoted_Is_None(string body) => Assert.Empty(ManifestReader.Strict.Read(Head + body + "\n", "f.yaml").Diagnostics);

    [Fact]
    public void Unknown_Key_That_Yaml_Reads_As_A_Boolean_Is_Named_As_It_Was_Written()
    {
        var set = ManifestReader.Strict.Read(Head + "spec: {on: a}\n", "f.yaml");

        Assert.Equal("f.yaml:3:8: error: unknown field \"spec.true\" (YAML reads on as a boolean; in quotes it is a word)", Assert.Single(set.Diagnostics).ToString());
    }

    [Theory]
    [InlineData("spec: {entrypont: a}", "unknown field \"spec.entrypont\"; did you mean \"entrypoint\"?")]
    [InlineData("spec: {Entrypoint: a}", "unknown field \"spec.Entrypoint\"; did you mean \"entrypoint\"?")]
    [InlineData("spec: {podPriority: 3}", "field \"spec.podPriority\" was removed in Argo v4: use \"podPriorityClassName\" (krewe convert rewrites it)")]
    [InlineData("spec: {synchronization: {mutex: {name: a}}}", "field \"spec.synchronization.mutex\" was removed in Argo v4: use the list \"mutexes\" (krewe convert rewrites it)")]
    [InlineData("spec: {parallelism: 1.5}", "spec.parallelism: expected a whole number, got the number 1.5")]
    [InlineData("spec: {parallelism: \"2\"}", "spec.parallelism: expected a whole number, got the string \"2\"")]
    [InlineData("spec: {priority: 3000000000}", "spec.priority: the number 3000000000 does not fit 32 bits")]
    [InlineData("spec: {templates: {a: b}}", "spec.templates: expected a list, got a map")]
    [InlineData("spec: {arguments: a}", "spec.arguments: expected a map (Arguments), got the string \"a\"")]
    [InlineData("spec: {affinity: {nodeAfinity: {}}}", "unknown field \"spec.affinity.nodeAfinity\"; did you mean \"nodeAffinity\"?")]
    [InlineData("spec: {securityContext: {runAsUser: root}}", "spec.securityContext.runAsUser: expected a whole number, got the string \"root\"")]
    [InlineData("spec: {templates: [{container: {livenessProbe: {httpGet: {prt: 80}}}}]}", "unknown field \"spec.templates[0].container.livenessProbe.httpGet.prt\"; did you mean \"port\"?")]
    [InlineData("spec: {volumes: [{name: a, emptyDir: {sizelimit: 1Gi}}]}", "unknown field \"spec.volumes[0].emptyDir.sizelimit\"; did you mean \"sizeLimit\"?")]
    [InlineData("spec: {volumeClaimTemplates: [{spec: {acessModes: []}}]}", "unknown field \"spec.volumeClaimTemplates[0].spec.acessModes\"; did you mean \"accessModes\"?")]
    [InlineData("spec: {templates: [{steps: [{name: a}]}]}", "spec.templates[0].steps[0]: expected a list, got a map")]
    [InlineData("spec: {templates: [{steps: [[{withItems: [.inf]}]]}]}", "spec.templates[0].steps[0][0].withItems[0]: .inf is no JSON number")]
    [InlineData("metadata: {creationTimestamp: yesterday}", "metadata.creationTimestamp: expected an RFC 3339 time, got the string \"yesterday\"")]
    public void Wrong_Field_Is_An_Error_That_Says_What_To_Write(string body, string message)
    {
        var set = ManifestReader.Strict.Read(Head + body + "\n", "f.yaml");

        var text = Assert.Single(set.Diagnostics).ToString();
        Assert.StartsWith("f.yaml:3:", text, StringComparison.Ordinal);
        Assert.EndsWith("error: " + message, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec: {}", "\"kind\" is missing")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Workfow", "unknown kind \"Workfow\"; did you mean \"Workflow\"?")]
    [InlineData("apiVersion: v1\nkind: Workflow", "unknown apiVersion \"v1\" of kind Workflow; expected \"argoproj.io/v1alpha1\"")]
    [InlineData("- a", "expected a resource (a map with \"kind\"), got a list")]
    [InlineData("hello", "expected a resource (a map with \"kind\"), got the string \"hello\"")]
    public void What_Is_No_Resource_Is_An_Error(string yaml, string message) =>
        Assert.Contains(ManifestReader.Strict.Read(yaml).Diagnostics, d => d.Severity == Severity.Error && d.Message == message);

    [Fact]
    public void Lenient_Reader_Warns_Converts_And_Understands()
    {
        var yaml = Head + "spec:\n  Entrypoint: a\n  foo: 1\n  entrypoint2: b\n  synchronization: {mutex: {name: m}}\n  suspend: true\n  suspend: false\n";

        var set = ManifestReader.Lenient.Read(yaml, "f.yaml");

        var spec = set.Of<Workflow>().Single().Spec;
        Assert.All(set.Diagnostics, d => Assert.Equal(Severity.Warning, d.Severity));
        Assert.Equal(5, set.Diagnostics.Count);
        Assert.Equal("a", spec.Entrypoint);
        Assert.Equal("m", Assert.Single(spec.Synchronization!.Mutexes!).Name);
        Assert.False(spec.Suspend);
    }

    [Fact]
    public void Scalars_Of_Yaml_Become_Strings_Where_Strings_Belong()
    {
        var yaml = Head + "spec:\n  arguments:\n    parameters:\n    - {name: a, value: 1.10}\n    - {name: b, value: yes}\n    - {name: c, value: 1e6, default: 0x10}\n    - {name: d, value: []}\n  templates:\n  - name: 5\n    container: {image: a, args: [1, true, 2.0]}\n    retryStrategy: {limit: 3, backoff: {factor: \"2\"}}\n";

        var set = ManifestReader.Strict.Read(yaml);

        var spec = set.Of<Workflow>().Single().Spec;
        Assert.Equal(["1.1", "true", "1000000", ""], spec.Arguments!.Parameters!.Select(p => p.Value));
        Assert.Equal("16", spec.Arguments.Parameters![2].Default);
        Assert.Equal("5", spec.Templates![0].Name);
        Assert.Equal(["1", "true", "2"], spec.Templates[0].Container!.Args!);
        Assert.Equal(new IntOrString("3", true), spec.Templates[0].RetryStrategy!.Limit);
        Assert.Equal(new IntOrString("2", false), spec.Templates[0].RetryStrategy!.Backoff!.Factor);
        Assert.Equal([DiagnosticCode.BooleanWord, DiagnosticCode.WrongType], set.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.False(set.HasErrors);
    }

    [Fact]
    public void Json_Number_In_A_String_Field_Is_An_Error_As_For_Go()
    {
        var set = ManifestReader.Strict.Read("{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Workflow\",\"spec\":{\"entrypoint\":5}}");

        Assert.Equal("1:64: error: spec.entrypoint: expected a string, got the number 5", Assert.Single(set.Diagnostics).ToString());
    }

    [Fact]
    public void Absent_Parts_Have_Their_Defaults()
    {
        var workflow = ManifestReader.Strict.Read(Head).Of<Workflow>().Single();

        Assert.NotNull(workflow.Metadata);
        Assert.NotNull(workflow.Spec);
        Assert.Null(workflow.Status);
        Assert.Null(workflow.Spec.Templates);
        Assert.Equal("", ManifestReader.Strict.Read(Head + "status: {nodes: {a: {phase: Running}}}").Of<Workflow>().Single().Status!.Nodes!["a"].Name);
    }

    [Fact]
    public void Lists_Are_Flattened_And_Other_Kinds_Kept()
    {
        var yaml = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c}\n  data: {a: \"1\"}\n- apiVersion: argoproj.io/v1alpha1\n  kind: CronWorkflow\n  metadata: {name: d}\n---\nkind: WorkflowList\nitems:\n- metadata: {name: e}\n  apiVersion: argoproj.io/v1alpha1\n";

        var set = ManifestReader.Strict.Read(yaml);

        Assert.Empty(set.Diagnostics);
        Assert.Equal(["ConfigMap c", "CronWorkflow d", "Workflow e"], set.Resources.Select(r => $"{r.Kind} {r.Metadata.Name}"));
        Assert.Equal("1", set.Resources[0].Other!.Content.GetProperty("data").GetProperty("a").GetString());
        Assert.Equal(10, set.Resources[1].Source.Locate("metadata.name").Line);
    }

    [Fact]
    public void Source_Of_A_Resource_Finds_Positions_By_Path()
    {
        var yaml = Head + "spec:\n  templates:\n  - name: a\n    steps:\n    - - name: b\n        when: \"x\"\n";

        var source = ManifestReader.Strict.Read(yaml, "f.yaml").Resources[0].Source;

        Assert.Equal("f.yaml:8:9", source.Locate("spec.templates[0].steps[0][0].when").ToString());
        Assert.Equal("f.yaml:7:9", source.Locate("spec.templates[0].steps[0][0].template").ToString());
        Assert.Equal("f.yaml:8:9: error: spec.templates[0].steps[0][0].when: bad", Diagnostic.Invalid(source, "spec.templates[0].steps[0][0].when", "bad").ToString());
    }

    [Fact]
    public async Task Files_And_Folders_Are_Read_And_A_Missing_File_Is_A_Finding()
    {
        var folder = Directory.CreateTempSubdirectory("krewe-model");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "b.yaml"), Head + "metadata: {name: b}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.json"), "{\"kind\":\"Workflow\",\"apiVersion\":\"argoproj.io/v1alpha1\",\"metadata\":{\"name\":\"a\"}}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "c.txt"), "no manifest", TestContext.Current.CancellationToken);

        var set = await ManifestReader.Strict.ReadFilesAsync([folder.FullName, Path.Combine(folder.FullName, "gone.yaml")], TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], set.Resources.Select(r => r.Metadata.Name));
        Assert.Equal(DiagnosticCode.Unreadable, Assert.Single(set.Diagnostics).Code);
        folder.Delete(recursive: true);
    }
}
