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
        if (invocation.Template?.Metrics?.Prometheus is { Count: > 0 } metrics && invocation.Node is { IsCompleted: true } node)
        {
            EmitMetrics(metrics, new TagScope(VariablesOf(node), invocation.InsideScope()), node.StartedAt, node.FinishedAt);
        }
    }

    /// <summary>Gauges that grow while a node lives.</summary>
    public void EmitRealtimeMetrics(Invocation invocation)
    {
        if (invocation.Template?.Metrics?.Prometheus is { } metrics && metrics.Any(IsRealtime) && invocation.Node is { IsFulfilled: false } node)
        {
            EmitMetrics(metrics.Where(IsRealtime), new TagScope(VariablesOf(node), invocation.InsideScope()), node.StartedAt, null);
        }
    }

    private void EmitRunMetrics(bool realtime)
    {
        if (Spec.Metrics?.Prometheus is not { Count: > 0 } metrics)
        {
            return;
        }

        var variables = State.Node(IdOf(State.Name)) is { } root ? VariablesOf(root) : DefaultVariables();
        variables["status"] = realtime ? NodePhase.Pending : State.Phase;
        EmitMetrics(realtime ? metrics.Where(IsRealtime) : metrics, new TagScope(variables, Globals), State.StartedAt, State.FinishedAt);
    }

    private static bool IsRealtime(PrometheusMetric metric) => metric.Gauge?.Realtime == true;

    private static Dictionary<string, object?> DefaultVariables() => new()
    {
        ["duration"] = "0",
        ["status"] = NodePhase.Pending,
        ["resourcesDuration.cpu"] = "0",
        ["resourcesDuration.memory"] = "0",
    };

    private Dictionary<string, object?> VariablesOf(RunNode node)
    {
        var all = DefaultVariables();
        all["status"] = node.Phase;
        all["duration"] = ((node.FinishedAt ?? Now) - (node.StartedAt ?? Now)).TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);
        all["exitCode"] = node.Outputs?.ExitCode ?? "";
        all["outputs.result"] = node.Outputs?.Result ?? "";
        foreach (var parameter in node.Outputs?.Parameters ?? [])
        {
            all["outputs.parameters." + parameter.Name] = parameter.Value ?? "";
        }

        foreach (var (resource, amount) in node.ResourcesDuration ?? new Dictionary<string, long>())
        {
            all["resourcesDuration." + resource] = amount.ToString(CultureInfo.InvariantCulture);
        }

        if (node.Children.Count > 0)
        {
            all["retries"] = (node.Children.Count - 1).ToString(CultureInfo.InvariantCulture);
        }

        return all;
    }

    private void EmitMetrics(IEnumerable<PrometheusMetric> metrics, TagScope scope, DateTimeOffset? since, DateTimeOffset? until)
    {
        foreach (var raw in metrics)
        {
            try
            {
                if (Sample(raw, scope, since, until) is { } sample)
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

    private MetricSample? Sample(PrometheusMetric raw, TagScope scope, DateTimeOffset? since, DateTimeOffset? until)
    {
        if (string.IsNullOrEmpty(raw.Help))
        {
            throw new UserErrorException($"metric '{raw.Name}' must contain a help string under 'help: ' field");
        }

        if (raw.When is { Length: > 0 } when && !Expr.When(Render.Text(when, scope)))
        {
            return null;
        }

        return new MetricSample
        {
            Name = Render.Text(raw.Name ?? "", scope),
            Help = Render.Text(raw.Help, scope),
            Type = raw.Gauge is not null ? "gauge" : raw.Histogram is not null ? "histogram" : "counter",
            Operation = raw.Gauge?.Operation is { Length: > 0 } operation ? operation : "Set",
            Value = IsRealtime(raw) ? RealtimeValue(raw.Gauge!.Value ?? "", ref since, until) : Value(raw, scope),
            Realtime = IsRealtime(raw),
            GrowsSince = IsRealtime(raw) && until is null ? since : null,
            Labels = (raw.Labels ?? []).ToDictionary(l => l.Key ?? "", l => Render.Text(l.Value ?? "", scope)),
            Buckets = (raw.Histogram?.Buckets ?? []).Select(Bucket).ToList(),
        };
    }

    private static double Value(PrometheusMetric raw, TagScope scope)
    {
        var text = Render.Text(raw.Gauge?.Value ?? raw.Counter?.Value ?? raw.Histogram?.Value ?? "", scope);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UserErrorException($"\"{text}\" is not a number");
    }

    // What grows by itself can only be one of the two durations.
    private double RealtimeValue(string tag, ref DateTimeOffset? since, DateTimeOffset? until)
    {
        var name = tag.StartsWith("{{", StringComparison.Ordinal) && tag.EndsWith("}}", StringComparison.Ordinal)
            ? tag[2..^2].Trim()
            : throw new UserErrorException("real time metrics can only be used with metric variables");
        if (name == "workflow.duration")
        {
            since = State.StartedAt;
        }
        else if (name != "duration")
        {
            throw new UserErrorException($"'{name}' is not available as a real time metric");
        }

        return Math.Max(0, ((until ?? Now) - (since ?? Now)).TotalSeconds);
    }

    private static double Bucket(System.Text.Json.JsonElement bucket) =>
        double.TryParse(bucket.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new UserErrorException($"bucket {bucket} is not a number");
}
