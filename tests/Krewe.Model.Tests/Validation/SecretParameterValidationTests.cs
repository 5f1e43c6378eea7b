using Krewe.Model.Validation;

namespace Krewe.Model.Tests.Validation;

/// <summary>Parameters that are secrets are found where nothing may read them before the workflow runs.</summary>
public sealed class SecretParameterValidationTests
{
    private const string Workflow = """
        kind: Workflow
        metadata: {name: w}
        spec:
          entrypoint: main
          arguments: {parameters: [{name: token, valueFrom: {secretKeyRef: {name: ci, key: token}}}]}
          templates:
          - name: main
            inputs: {parameters: [{name: token}, {name: own, valueFrom: {secretKeyRef: {name: ci, key: own}}}]}
            steps:
            - - name: a
                template: leaf
                arguments: {parameters: [{name: key, value: "{{inputs.parameters.token}}"}, {name: plain, value: PLAIN}]}
                CALL
          - name: leaf
            inputs: {parameters: [{name: key}, {name: plain, default: x}]}
            LEAF
        """;

    private const string Leaf = """container: {image: x, command: [sh], args: ["{{inputs.parameters.key}} {{workflow.parameters.token}} {{inputs.parameters}}"], env: [{name: A, value: "x{{inputs.parameters.key}}"}]}""";

    [Theory]
    [InlineData(Leaf)]
    [InlineData("""script: {image: x, command: [sh], source: "{{inputs.parameters.key}}"}""")]
    [InlineData("""http: {url: "http://x/{{inputs.parameters.key}}", body: "{{inputs.parameters.key}}", headers: [{name: a, value: "Bearer {{inputs.parameters.key}}"}]}""")]
    [InlineData("""plugin: {krewe.io/task: {name: t, input: {a: ["{{inputs.parameters.key}}"]}}}""")]
    [InlineData("""
        container: {image: x, command: [sh]}
            sidecars: [{name: s, image: x, args: ["{{inputs.parameters.key}}"]}]
            initContainers: [{name: i, image: x, env: [{name: a, value: "{{inputs.parameters.key}}"}]}]
        """)]
    [InlineData("""containerSet: {containers: [{name: main, image: x, command: [sh], args: ["{{inputs.parameters.key}}"]}]}""")]
    [InlineData("""workflow: {spec: {entrypoint: e, templates: [{name: e, inputs: {parameters: [{name: k}]}, container: {image: x, command: [x], args: ["{{inputs.parameters.k}}"]}}]}, arguments: {parameters: [{name: k, value: "{{inputs.parameters.key}}"}]}}""")]
    public void Uses_ThatStepsHave_AreFine(string leaf) => Assert.Empty(Errors(Workflow.Replace("LEAF", leaf, StringComparison.Ordinal)));

    [Theory]
    [InlineData("""when: "{{inputs.parameters.token}} == x" """, ".steps[0][0].when", "main", "inputs.parameters.token")]
    [InlineData("""withParam: "{{inputs.parameters.own}}" """, ".steps[0][0].withParam", "main", "inputs.parameters.own")]
    [InlineData("""when: "{{=workflow.parameters.token == 'x'}}" """, ".steps[0][0].when", "main", "workflow.parameters.token")]
    public void Calls_ThatReadSecrets_AreRefused(string call, string path, string template, string variable) =>
        AssertRefused(Workflow.Replace("CALL", call, StringComparison.Ordinal), ".templates[0]" + path, template, variable);

    [Theory]
    [InlineData("Bearer {{inputs.parameters.token}}")]
    [InlineData("{{=inputs.parameters.token}}")]
    [InlineData("x{{workflow.parameters.token}}")]
    public void Arguments_ThatHoldMoreThanASecret_AreRefused(string value) =>
        AssertRefused(Workflow.Replace("PLAIN", $"\"{value}\"", StringComparison.Ordinal), ".templates[0].steps[0][0].arguments.parameters[1].value", "main", value.Contains("workflow", StringComparison.Ordinal) ? "workflow.parameters.token" : "inputs.parameters.token");

    [Theory]
    [InlineData("""container: {image: "{{inputs.parameters.key}}", command: [x]}""", ".container.image", "inputs.parameters.key")]
    [InlineData("""container: {image: x, command: [x], args: ["{{=inputs.parameters.key}}"]}""", ".container.args[0]", "inputs.parameters.key")]
    [InlineData("""resource: {action: create, manifest: "{{workflow.parameters.token}}"}""", ".resource.manifest", "workflow.parameters.token")]
    [InlineData("""http: {url: "http://x", successCondition: "{{inputs.parameters.key}}"}""", ".http.successCondition", "inputs.parameters.key")]
    public void Steps_ThatHaveSecretsElsewhere_AreRefused(string leaf, string path, string variable) =>
        AssertRefused(Workflow.Replace("LEAF", leaf, StringComparison.Ordinal), ".templates[1]" + path, "leaf", variable);

    [Theory]
    [InlineData("{name: ci}", "spec.arguments.token.valueFrom.secretKeyRef needs name and key")]
    [InlineData("{key: ci}", "spec.arguments.token.valueFrom.secretKeyRef needs name and key")]
    [InlineData("{name: ci, key: token}, configMapKeyRef: {name: a, key: b}", "spec.arguments.token.valueFrom has both configMapKeyRef and secretKeyRef specified, choose one")]
    [InlineData("{name: ci, key: token}}, enum: [a], x: {", "spec.arguments.token is a secret, which cannot be compared with the values of enum")]
    public void Reference_ThatIsNotWhole_IsRefused(string reference, string message) =>
        Assert.Equal(("spec.arguments.parameters[0]", message), Errors(Workflow.Replace("{name: ci, key: token}", reference, StringComparison.Ordinal)).Select(error => (error.Path, error.Message)).First());

    [Fact]
    public void ReferenceOfAnInput_ThatIsNotWhole_IsRefused() =>
        Assert.Equal(
            ("spec.templates[0].inputs.parameters[1]", "templates.main.inputs.parameters.own.valueFrom.secretKeyRef needs name and key"),
            Errors(Workflow.Replace("{name: ci, key: own}", "{name: ci}", StringComparison.Ordinal)).Select(error => (error.Path, error.Message)).First());

    [Fact]
    public void InlineTemplates_AreGivenNone() =>
        AssertRefused(
            Workflow.Replace("template: leaf", "inline: {inputs: {parameters: [{name: key}, {name: plain}]}, container: {image: x, command: [\"{{inputs.parameters.key}}\"]}}", StringComparison.Ordinal),
            ".templates[0].steps[0][0].inline.container.command[0]",
            "",
            "inputs.parameters.key");

    private static void AssertRefused(string yaml, string path, string template, string variable)
    {
        var error = Assert.Single(Errors(yaml));
        Assert.Equal("spec" + path, error.Path);
        Assert.EndsWith($"templates.{template}: {SecretUses.Complaint(variable)}", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ValidationError> Errors(string yaml)
    {
        var set = ManifestReader.Lenient.Read(yaml.Replace("LEAF", Leaf, StringComparison.Ordinal).Replace("CALL", "continueOn: {failed: true}", StringComparison.Ordinal));
        Assert.False(set.HasErrors, string.Join('\n', set.Diagnostics));
        return WorkflowValidator.Validate(set.Of<Workflow>().Single(), new TemplateLookup([]));
    }
}
