namespace Krewe.Engine;

/// <summary>Where usage of a run is counted. Parts that a run does not have are empty.</summary>
/// <param name="Day">The day (UTC) on which it ended.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="TemplateKind">Kind of the definition that it came from.</param>
/// <param name="Template">Name of that definition.</param>
/// <param name="Creator">Who created it.</param>
/// <param name="Labels">Those of its labels that usage is told apart by.</param>
public sealed record UsagePlace(DateOnly Day, string Namespace, string Folder, string TemplateKind, string Template, string Creator, string Labels);
