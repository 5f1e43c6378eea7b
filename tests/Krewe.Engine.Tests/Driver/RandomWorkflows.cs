using System.Text;
using CsCheck;

namespace Krewe.Engine.Tests;

/// <summary>
/// Random workflows: steps and DAGs in each other, loops over items, sequences and results, conditions, retries with back-off, exit
/// handlers and hooks, mutexes and semaphore-like parallelism, suspensions that end by time, outputs that feed inputs.
/// </summary>
internal static class RandomWorkflows
{
    public static readonly Gen<string> Yaml =
        Gen.Select(Gen.Int[0, 1].Array[2, 4], Gen.Int[0, 1_000_000].Array[40], Gen.Int[0, 7]).Select((kinds, choices, options) => Build(kinds, choices, options));

    private static readonly string[] Leaves = ["leaf", "leaf", "leaf", "flaky", "flaky", "slow", "locked", "pause", "gives"];

    private static readonly string[] Suffixes = ["", "", "", ".Failed", " || k0.Skipped", ".Omitted || k0", ".AnySucceeded || k0.AllFailed"];

    private static string Build(int[] kinds, int[] choices, int options)
    {
        var next = 0;
        int Choose(int n) => choices[next++ % choices.Length] % n;
        var text = new StringBuilder();
        text.AppendLine("kind: Workflow");
        text.AppendLine("metadata: {name: r}");
        text.AppendLine("spec:");
        text.AppendLine("  entrypoint: t0");
        if (options == 1)
        {
            text.AppendLine("  onExit: leaf");
        }

        if (options == 2)
        {
            text.AppendLine("  parallelism: 2");
        }

        if (options == 3)
        {
            text.AppendLine("  hooks: {exit: {template: leaf}, failing: {expression: 'workflow.status == \"Failed\"', template: pause}}");
        }

        if (options == 4)
        {
            text.AppendLine("  templateDefaults: {retryStrategy: {limit: 1, retryPolicy: Always}}");
        }

        if (options == 5)
        {
            text.AppendLine("  synchronization: {mutexes: [{name: whole}]}");
        }

        text.AppendLine("  templates:");
        text.AppendLine("  - {name: leaf, container: {image: x, command: [run]}}");
        text.AppendLine("  - {name: flaky, retryStrategy: {limit: 2}, container: {image: x, command: [run]}}");
        text.AppendLine("  - {name: slow, retryStrategy: {limit: 3, backoff: {duration: 5s, factor: 2, maxDuration: 1m}}, container: {image: x, command: [run]}}");
        text.AppendLine("  - {name: locked, synchronization: {mutexes: [{name: one}]}, container: {image: x, command: [run]}}");
        text.AppendLine("  - {name: pause, suspend: {duration: 7s}}");
        text.AppendLine("  - {name: list, script: {image: x, command: [sh], source: list}}");
        text.AppendLine("  - {name: gives, container: {image: x, command: [run]}, outputs: {parameters: [{name: o, valueFrom: {path: /o, default: d}}]}}");
        text.AppendLine("  - {name: takes, inputs: {parameters: [{name: i}]}, container: {image: x, command: ['{{inputs.parameters.i}}']}}");
        for (var t = 0; t < kinds.Length; t++)
        {
            string Target() => Choose(4) == 0 && t + 1 < kinds.Length ? "t" + (t + 1) : Leaves[Choose(Leaves.Length)];
            string Extra() => Choose(10) switch
            {
                0 => ", withItems: [1, 2, 3]",
                1 => ", withSequence: {count: 2}",
                2 => ", when: \"1 == 2\"",
                3 => ", onExit: leaf",
                4 => ", hooks: {running: {expression: 'true', template: leaf}, exit: {template: pause}}",
                _ => "",
            };
            text.AppendLine($"  - name: t{t}");
            if (kinds[t] == 0)
            {
                text.AppendLine("    steps:");
                for (var g = 0; g < 1 + Choose(3); g++)
                {
                    for (var s = 0; s < 1 + Choose(3); s++)
                    {
                        var lead = s == 0 ? "    - - " : "      - ";
                        text.AppendLine($"{lead}{{name: s{g}{s}, template: {Target()}, continueOn: {{failed: {(Choose(2) == 0 ? "true" : "false")}}}{Extra()}}}");
                    }
                }

                if (Choose(3) == 0)
                {
                    text.AppendLine("    - - {name: give, template: gives}");
                    text.AppendLine("      - {name: list, template: list}");
                    text.AppendLine("    - - {name: take, template: takes, arguments: {parameters: [{name: i, value: '{{steps.give.outputs.parameters.o}}'}]}}");
                    text.AppendLine("      - {name: each, template: takes, withParam: '{{steps.list.outputs.result}}', arguments: {parameters: [{name: i, value: '{{item}}'}]}}");
                }
            }
            else
            {
                text.AppendLine("    dag:");
                text.AppendLine($"      failFast: {(Choose(2) == 0 ? "true" : "false")}");
                text.AppendLine("      tasks:");
                var count = 1 + Choose(5);
                for (var k = 0; k < count; k++)
                {
                    var depends = k == 0 || Choose(3) == 0 ? "" : $", depends: \"k{Choose(k)}{Suffixes[Choose(Suffixes.Length)]}\"";
                    text.AppendLine($"      - {{name: k{k}, template: {Target()}{depends}{Extra()}}}");
                }
            }
        }

        return text.ToString();
    }
}
