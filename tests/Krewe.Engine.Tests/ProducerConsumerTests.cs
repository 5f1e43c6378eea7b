using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Every way an output can be missing, against every way it can be used: a run always ends.</summary>
public sealed class ProducerConsumerTests
{
    // How the producer "a" ends, by its call.
    private static readonly Dictionary<string, string> Producers = new(StringComparer.Ordinal)
    {
        ["skipped"] = "when: \"1 == 2\"",
        ["failed"] = "continueOn: {failed: true}",
        ["empty loop"] = "withParam: \"[]\"",
        ["skipped loop"] = "withItems: [1, 2], when: \"{{item}} == 3\"",
        ["loop"] = "withItems: [1, 2]",
        ["silent"] = "",
        ["hit"] = "",
    };

    // What the consumer "b" does with it; KIND stands for steps or tasks.
    private static readonly Dictionary<string, string> Consumers = new(StringComparer.Ordinal)
    {
        ["argument"] = "arguments: {parameters: [{name: p, value: \"{{KIND.a.outputs.parameters.o}}\"}]}",
        ["composite"] = "arguments: {parameters: [{name: p, value: \"x-{{KIND.a.outputs.parameters.o}}\"}]}",
        ["fallback"] = "arguments: {parameters: [{name: p, value: \"{{=KIND.a.outputs.parameters.o ?? 'else'}}\"}]}",
        ["expression"] = "arguments: {parameters: [{name: p, value: \"{{=KIND.a.outputs.parameters.o}}\"}]}",
        ["result"] = "arguments: {parameters: [{name: p, value: \"{{KIND.a.outputs.result}}\"}]}",
        ["when"] = "when: \"{{KIND.a.outputs.parameters.o}} == 1\"",
        ["status"] = "when: \"{{KIND.a.status}} == Succeeded\"",
        ["loop"] = "withParam: \"{{KIND.a.outputs.parameters.o}}\"",
        ["artifact"] = "arguments: {artifacts: [{name: f, from: \"{{KIND.a.outputs.artifacts.f}}\"}]}",
        ["optional artifact"] = "arguments: {artifacts: [{name: f, optional: true, from: \"{{KIND.a.outputs.artifacts.f}}\"}]}",
        ["artifact expression"] = "arguments: {artifacts: [{name: f, fromExpression: \"KIND.a.status == 'Succeeded' ? KIND.a.outputs.artifacts.f : KIND.a.outputs.artifacts.g\"}]}",
        ["hook"] = "hooks: {exit: {template: use, arguments: {parameters: [{name: p, value: \"{{KIND.a.outputs.parameters.o}}\"}]}}}",
    };

    private const string Template = """
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          templates:
          - name: main
            BODY
          - name: make
            container: {image: x, command: [run]}
            outputs: {parameters: [{name: o, valueFrom: {path: /o}}], artifacts: [{name: f, path: /f}, {name: g, path: /g}]}
          - name: use
            inputs: {parameters: [{name: pDEFAULT}], artifacts: [{name: f, path: /f, optional: true}]}
            container: {image: x, command: [run]}
        """;

    public static TheoryData<string, string, bool, bool> Combinations()
    {
        var data = new TheoryData<string, string, bool, bool>();
        foreach (var producer in Producers.Keys)
        {
            foreach (var consumer in Consumers.Keys)
            {
                data.Add(producer, consumer, true, true);
                data.Add(producer, consumer, true, false);
                data.Add(producer, consumer, false, true);
                data.Add(producer, consumer, false, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Run_Ends_WhateverIsMissing(string producer, string consumer, bool steps, bool inputHasDefault)
    {
        var run = Run(producer, consumer, steps, inputHasDefault);

        Assert.True(run.State.IsCompleted, run.Json);
        Assert.All(run.State.Nodes.Values, node => Assert.True(node.IsFulfilled, node.Name));
    }

    [Theory]
    [InlineData("skipped", "argument", true, "Succeeded", "default")]
    [InlineData("skipped", "argument", false, "Error", null)]
    [InlineData("skipped", "fallback", false, "Succeeded", "else")]
    [InlineData("skipped", "expression", true, "Error", null)]
    [InlineData("skipped", "composite", true, "Error", null)]
    [InlineData("loop", "argument", true, "Succeeded", "[\"1\",\"1\"]")]
    [InlineData("hit", "composite", true, "Succeeded", "x-1")]
    public void Consumer_SeesWhatArgoShowsIt(string producer, string consumer, bool inputHasDefault, string phase, string? value)
    {
        var run = Run(producer, consumer, steps: false, inputHasDefault);

        Assert.Equal(phase, run.State.Phase);
        Assert.Equal(value, run.Find("b")?.Inputs?.Parameters?.Single().Value);
    }

    [Fact]
    public void OutputOfATemplate_TakesItsDefault_When_ItsProducerWasSkipped()
    {
        var run = RunDriver.Create("""
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - name: main
                dag: {tasks: [{name: a, template: make, when: "1 == 2"}]}
                outputs:
                  parameters:
                  - {name: named, valueFrom: {parameter: "{{tasks.a.outputs.parameters.o}}", default: fallback}}
                  - {name: computed, valueFrom: {expression: "tasks.a.outputs.parameters.o ?? 'none'"}}
              - {name: make, container: {image: x, command: [run]}, outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}}
            """);

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal(["fallback", "none"], run.Node("wf").Outputs!.Parameters!.Select(parameter => parameter.Value));
    }

    private static RunDriver Run(string producer, string consumer, bool steps, bool inputHasDefault)
    {
        var kind = steps ? "steps" : "tasks";
        var a = "{name: a, template: make" + Comma(Producers[producer]) + "}";
        var b = "{name: b, template: use" + Comma(Consumers[consumer].Replace("KIND", kind, StringComparison.Ordinal)) + "DEPENDS}";
        var body = steps
            ? $"steps: [[{a}], [{b.Replace("DEPENDS", "", StringComparison.Ordinal)}]]"
            : $"dag: {{tasks: [{a}, {b.Replace("DEPENDS", ", dependencies: [a]", StringComparison.Ordinal)}]}}";
        var run = RunDriver.Create(Template.Replace("BODY", body, StringComparison.Ordinal).Replace("DEFAULT", inputHasDefault ? ", default: default" : "", StringComparison.Ordinal));
        run.RunToEnd(order => order.Template.Name != "make" ? (NodePhase.Succeeded, null)
            : producer == "failed" ? (NodePhase.Failed, null)
            : producer == "silent" ? (NodePhase.Succeeded, null)
            : (NodePhase.Succeeded, RunDriver.Outputs("1", "0", ("o", "1"))));
        return run;
    }

    private static string Comma(string part) => part.Length == 0 ? "" : ", " + part;
}
