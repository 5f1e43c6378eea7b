using System.Globalization;
using Krewe.Expressions;
using Krewe.Expressions.Tags;
using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    /// <summary>Metrics of a node that has ended.</summary>
    public void EmitMetrics(Invocation invocation)
    {
        if (invocation.Template?.Metrics?.Prometheus is not { Count: > 0 } metrics || invocation.Node is not { IsCompleted: true } node)
        {
            return;
        }

        var all = new Dictionary<string, object?>
        {
            ["status"] = node.Phase,
            ["duration"] = ((node.FinishedAt ?? Now) - (node.StartedAt ?? Now)).TotalSeconds.ToString("F6", CultureInfo.InvariantCulture),
            ["exitCode"] = node.Outputs?.ExitCode ?? "",
            ["outputs.result"] = node.Outputs?.Result ?? "",
        };
        foreach (var parameter in node.Outputs?.Parameters ?? [])
        {
            all["outputs.parameters." + parameter.Name] = parameter.Value ?? "";
        }

        foreach (var (resource, amount) in node.ResourcesDuration ?? new Dictionary<string, long>())
        {
            all["resourcesDuration." + resource] = amount.ToString(CultureInfo.InvariantCulture);
        }

        if (node.Type == NodeType.Retry)
        {
            all["retries"] = Math.Max(0, node.Children.Count - 1).ToString(CultureInfo.InvariantCulture);
        }

        EmitMetrics(metrics, new TagScope(all, invocation.InsideScope()), realtime: false);
    }

    private void EmitRunMetrics(bool realtime)
    {
        if (Spec.Metrics?.Prometheus is { Count: > 0 } metrics)
        {
            var scope = new TagScope(new Dictionary<string, object?> { ["status"] = State.Phase }, Globals);
            EmitMetrics(metrics, scope, realtime);
        }
    }

    private void EmitMetrics(IReadOnlyList<PrometheusMetric> metrics, TagScope scope, bool realtime)
    {
        foreach (var raw in metrics)
        {
            if ((raw.Gauge?.Realtime == true) != realtime)
            {
                continue;
            }

            try
            {
                if (Sample(raw, scope) is { } sample)
                {
                    Effect(new EmitMetric(sample));
                }
            }
            catch (Exception e) when (e is UserErrorException or ExpressionException)
            {
                Emit(new RunChanged { Conditions = [new Condition { Type = "MetricsError", Status = "True", Message = $"unable to compute metric '{raw.Name}': {e.Message}" }] });
            }
        }
    }

    private static MetricSample? Sample(PrometheusMetric raw, TagScope scope)
    {
        if (raw.When is { Length: > 0 } when && !Expr.When(Render.LenientText(when, scope)))
        {
            return null;
        }

        var text = Render.Text(raw.Gauge?.Value ?? raw.Counter?.Value ?? raw.Histogram?.Value ?? "", scope);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw new UserErrorException($"\"{text}\" is not a number");
        }

        return new MetricSample
        {
            Name = raw.Name ?? "",
            Help = raw.Help ?? "",
            Type = raw.Gauge is not null ? "gauge" : raw.Histogram is not null ? "histogram" : "counter",
            Operation = raw.Gauge?.Operation is { Length: > 0 } operation ? operation : "Set",
            Value = value,
            Realtime = raw.Gauge?.Realtime == true,
            Labels = (raw.Labels ?? []).ToDictionary(l => l.Key ?? "", l => Render.Text(l.Value ?? "", scope)),
            Buckets = (raw.Histogram?.Buckets ?? []).Select(Bucket).ToList(),
        };
    }

    private static double Bucket(System.Text.Json.JsonElement bucket) =>
        double.TryParse(bucket.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new UserErrorException($"bucket {bucket} is not a number");
}
