using System.Text;
using CsCheck;

namespace Krewe.Engine.Tests;

/// <summary>Random workflows: steps and DAGs in each other, loops, conditions, retries, exit handlers.</summary>
internal static class RandomWorkflows
{
    public static readonly Gen<string> Yaml =
        Gen.Select(Gen.Int[0, 1].Array[2, 4], Gen.Int[0, 1_000_000].Array[40], Gen.Int[0, 5]).Select((kinds, choices, options) => Build(kinds, choices, options));

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

        text.AppendLine("  templates:");
        text.AppendLine("  - {name: leaf, container: {image: x, command: [run]}}");
        text.AppendLine("  - {name: flaky, retryStrategy: {limit: 2}, container: {image: x, command: [run]}}");
        for (var t = 0; t < kinds.Length; t++)
        {
            string Target() => Choose(4) == 0 && t + 1 < kinds.Length ? "t" + (t + 1) : Choose(3) == 0 ? "flaky" : "leaf";
            string Extra() => Choose(8) switch
            {
                0 => ", withItems: [1, 2, 3]",
                1 => ", withSequence: {count: 2}",
                2 => ", when: \"1 == 2\"",
                3 => ", onExit: leaf",
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
            }
            else
            {
                text.AppendLine("    dag:");
                text.AppendLine($"      failFast: {(Choose(2) == 0 ? "true" : "false")}");
                text.AppendLine("      tasks:");
                var count = 1 + Choose(5);
                for (var k = 0; k < count; k++)
                {
                    var depends = k == 0 || Choose(3) == 0 ? "" : $", depends: \"k{Choose(k)}{(Choose(4) == 0 ? ".Failed" : "")}\"";
                    text.AppendLine($"      - {{name: k{k}, template: {Target()}{depends}{Extra()}}}");
                }
            }
        }

        return text.ToString();
    }
}
