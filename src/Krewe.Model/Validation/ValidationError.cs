namespace Krewe.Model.Validation;

/// <summary>Why a resource is not valid.</summary>
/// <param name="Path">Where in the resource, as <c>spec.templates[2].steps[0][1].arguments</c>; the nearest place that the resource itself has.</param>
/// <param name="Message">Argo's message.</param>
public sealed record ValidationError(string Path, string Message);
