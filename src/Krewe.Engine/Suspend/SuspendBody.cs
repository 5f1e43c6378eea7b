using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>A node that waits for a user, or for time to pass.</summary>
internal sealed class SuspendBody(RunWork work, Invocation invocation) : Body(work, invocation)
{
    private DateTimeOffset? _due;
    private bool _expired;

    public override void Start(bool resumed)
    {
        var template = Render.Lenient(Invocation.Template!, Invocation.InsideScope(), EngineJson.Plain.Template);
        TimeSpan? duration = template.Suspend!.Duration is { Length: > 0 } text ? GoTime.Parse(text) : null;
        if (!resumed)
        {
            if (Work.HaltMessage(Invocation.Plan.OnExit) is { } halted)
            {
                Invocation.Add(NodeType.Suspend, NodePhase.Failed, Work.StoppedMessage ?? halted);
                return;
            }

            Invocation.Add(NodeType.Suspend, NodePhase.Running, outputs: Supplied(template));
        }
        else
        {
            // The run's deadline may have passed while nobody looked.
            _expired = Work.PastDeadline && !Invocation.Plan.OnExit;
        }

        if (duration is { } wait)
        {
            _due = (Node.StartedAt ?? Work.Now) + wait;
            Work.WakeAt(Invocation, _due.Value);
        }
    }

    public override void Advance()
    {
        if (_expired)
        {
            Finish(NodePhase.Failed, RunWork.PastDeadlineMessage);
            return;
        }

        if (_due is not { } due || Work.Now < due)
        {
            return;
        }

        if (Unset(Node.Outputs) is { } missing)
        {
            Finish(NodePhase.Error, MissingValue(missing));
            return;
        }

        var outputs = WithDefaults(Node.Outputs);
        Finish(NodePhase.Succeeded, outputs: outputs);
        Work.PublishGlobals(outputs);
    }

    /// <summary>The name of a value that nobody supplied and that has no default; null when there is none.</summary>
    public static string? Unset(Outputs? outputs) => outputs?.Parameters?.FirstOrDefault(p => p.Value is null && p.ValueFrom is { Supplied: not null, Default: null })?.Name;

    /// <summary>Outputs with the defaults of the values that nobody supplied.</summary>
    public static Outputs? WithDefaults(Outputs? outputs) => outputs?.Parameters is { } parameters
        ? outputs with { Parameters = parameters.Select(p => p.ValueFrom?.Supplied is null ? p : p with { Value = p.Value ?? p.ValueFrom.Default, ValueFrom = null }).ToList() }
        : outputs;

    public static string MissingValue(string name) => $"raw output parameter '{name}' has not been set and does not have a default value";

    /// <summary>An input whose value is a JSON map with an <c>enum</c> list offers these values to the user.</summary>
    public static Inputs? WithChoices(Inputs? inputs) => inputs?.Parameters is { } parameters
        ? inputs with { Parameters = parameters.Select(p => Choices(p.Value) is { } choices ? p with { Enum = choices } : p).ToList() }
        : inputs;

    private static List<string>? Choices(string? value)
    {
        if (value is null || !value.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.TryGetProperty("enum", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(choice => choice.ToString()).ToList()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Outputs? Supplied(Template template)
    {
        var waiting = template.Outputs?.Parameters?.Where(p => p.ValueFrom?.Supplied is not null).ToList();
        return waiting is { Count: > 0 } ? new Outputs { Parameters = waiting } : null;
    }
}
