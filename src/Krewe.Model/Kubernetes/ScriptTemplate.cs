namespace Krewe.Model;

/// <summary>A container that runs <see cref="Source"/>, whose path is appended to the command.</summary>
public sealed record ScriptTemplate : Container
{
    public string? Source { get; init; }
}
