using System.Text.Json;
using Krewe.Artifacts.Drivers;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

internal sealed partial class NodeJob
{
    private static readonly ExprProgram ToJson = ExprProgram.Parse("toJson(data)");

    /// <summary>Lists keys and sends them through the transformation's expressions, each of which sees what the last one gave as <c>data</c>.</summary>
    private async Task<NodeReport> ListDataAsync(CancellationToken cancellationToken)
    {
        var startedAt = _services.Time.GetUtcNow();
        var source = _work.Template.Data?.Source?.ArtifactPaths ?? throw new NodeFault("data: source.artifactPaths is missing");
        var prefix = KeyDriver.KeyOf(source) ?? throw new NodeFault("data: the location of source.artifactPaths cannot be listed by this executor");
        var keys = new List<string>();
        await foreach (var found in _services.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
            keys.Add(found.Key);
        var result = _work.Template.Data.Transformation is { Count: > 0 } steps ? Transform(keys, steps) : JsonSerializer.Serialize(keys, ModelJson.Default.IReadOnlyListString);
        return Ended(NodePhase.Succeeded, null) with { Outputs = new Outputs { Result = result, ExitCode = "0" }, StartedAt = startedAt };
    }

    private static string Transform(List<string> keys, IReadOnlyList<TransformationStep> steps)
    {
        object? data = keys.Cast<object?>().ToArray();
        foreach (var step in steps)
        {
            try
            {
                data = ExprProgram.Parse(step.Expression ?? "").Evaluate(Data(data));
            }
            catch (ExpressionException e)
            {
                throw new NodeFault($"data: transformation \"{step.Expression}\": {e.Describe()}");
            }
        }
        return (string)ToJson.Evaluate(Data(data))!;
    }

    private static ExpressionEnvironment Data(object? data) => ExpressionEnvironment.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["data"] = data });
}
