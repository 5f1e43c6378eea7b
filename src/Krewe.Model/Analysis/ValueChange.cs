namespace Krewe.Model.Analysis;

/// <summary>A value that differs between two documents.</summary>
/// <param name="Path">Where it lies, such as <c>templates[build].container.image</c>; entries of lists go by their <c>name</c> where they have one.</param>
/// <param name="Left">The first one's, as JSON text or, for a text, as it is; null when it lacks it.</param>
/// <param name="Right">The second one's.</param>
public sealed record ValueChange(string Path, string? Left, string? Right);
