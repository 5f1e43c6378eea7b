using Krewe.Executors;

namespace Krewe.TestHost;

/// <summary>One start of a step's work, as a mock sees it.</summary>
public sealed record StepCall
{
    /// <summary>Name of the template.</summary>
    public required string Template { get; init; }

    /// <summary>Full node name, such as <c>hello[0].say(1:x)</c>.</summary>
    public required string NodeName { get; init; }

    /// <summary>How many calls of this template the host has seen before: 0 for the first.</summary>
    public required int Index { get; init; }

    /// <summary>When, by the host's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Input parameters.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>All that an executor would be told, the rendered template among it.</summary>
    public required NodeWork Work { get; init; }
}
