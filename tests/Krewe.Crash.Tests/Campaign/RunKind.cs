namespace Krewe.Crash.Tests.Campaign;

/// <summary>One workflow of the campaign and what must come of it, whatever is killed in between.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Yaml">The manifest, with the words of <see cref="Scripts"/>.</param>
/// <param name="Steps">How many steps run.</param>
/// <param name="Phase">How the run ends.</param>
/// <param name="Check">Looks at outputs.</param>
internal sealed record RunKind(string Name, string Yaml, int Steps, string Phase, Func<FinishedRun, Task> Check)
{
    public override string ToString() => Name;
}
