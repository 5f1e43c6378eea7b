using System.Globalization;
using Krewe.Model;

namespace Krewe.TestHost;

/// <summary>What a mocked step comes to. Immutable; the methods give changed copies.</summary>
public sealed record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>It never ends by itself: a deadline, a timeout or the end of the run ends it. A daemon serves until it is not needed any more.</summary>
    public static StepOutcome NeverEnds { get; } = new() { Duration = null };

    internal string Phase { get; private init; } = NodePhase.Succeeded;

    internal string? Message { get; private init; }

    internal string? Result { get; private init; }

    internal string? ExitCode { get; private init; }

    internal TimeSpan? Duration { get; private init; } = TimeSpan.Zero;

    internal IReadOnlyDictionary<string, string> Outputs { get; private init; } = new Dictionary<string, string>();

    internal IReadOnlyDictionary<string, string> Artifacts { get; private init; } = new Dictionary<string, string>();

    /// <summary>It ends well.</summary>
    /// <param name="result"><c>outputs.result</c>: what a script wrote, the body of a request, what a task gave.</param>
    public static StepOutcome Succeeded(string? result = null) => new() { Result = result, ExitCode = "0" };

    /// <summary>It fails, as a program does that ends with a code.</summary>
    /// <param name="exitCode">The code.</param>
    /// <param name="message">Message of the node; by default what Argo says of such a program.</param>
    public static StepOutcome Failed(int exitCode = 1, string? message = null)
    {
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        return new StepOutcome { Phase = NodePhase.Failed, ExitCode = code, Message = message ?? $"main: Error (exit code {code})" };
    }

    /// <summary>It cannot be done for a reason outside the program.</summary>
    public static StepOutcome Error(string message) => new() { Phase = NodePhase.Error, Message = message };

    /// <summary>It gives an output parameter.</summary>
    public StepOutcome WithOutput(string name, string value) => this with { Outputs = new Dictionary<string, string>(Outputs, StringComparer.Ordinal) { [name] = value } };

    /// <summary>It gives an output artifact with that text; those that are not mentioned are empty.</summary>
    public StepOutcome WithArtifact(string name, string text) => this with { Artifacts = new Dictionary<string, string>(Artifacts, StringComparer.Ordinal) { [name] = text } };

    /// <summary>It takes that long, by the host's clock; by default it ends at once.</summary>
    public StepOutcome After(TimeSpan duration) => this with { Duration = duration };
}
