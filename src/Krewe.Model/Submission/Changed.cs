namespace Krewe.Model.Submission;

/// <summary>A changed thing, or the reason why it could not be changed; exactly one is set.</summary>
/// <param name="Value">The changed thing.</param>
/// <param name="Error">Why there is none, in Argo's words.</param>
public sealed record Changed<T>(T? Value, string? Error)
    where T : class;
