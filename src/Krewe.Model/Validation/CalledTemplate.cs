namespace Krewe.Model.Validation;

/// <summary>What a call led to.</summary>
/// <param name="Template">The template; null when it is only known at run time or when there is none.</param>
/// <param name="Failed">Whether an error was reported, so that nothing more can be told about its outputs.</param>
internal sealed record CalledTemplate(Template? Template, bool Failed);
