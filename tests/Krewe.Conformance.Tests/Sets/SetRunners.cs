namespace Krewe.Conformance;

/// <summary>The sets in the order they are run, and who runs them.</summary>
internal static class SetRunners
{
    private static readonly IReadOnlyList<(string Name, Func<ISetRunner> Create)> Known =
    [
        ("hera", () => new RoundTripRunner("hera")),
        ("validate", () => new ValidateRunner()),
        ("templating", () => new FunctionRunner("templating")),
        ("depends", () => new FunctionRunner("depends")),
        ("wfutil", () => new FunctionRunner("wfutil")),
        ("cron", () => new FunctionRunner("cron")),
        ("controller", () => new ControllerRunner()),
        ("examples", () => new ExamplesRunner()),
        ("e2e", () => new EndToEndRunner("e2e")),
        ("cli", () => new EndToEndRunner("cli")),
        ("api", () => new ApiRunner()),
    ];

    public static IEnumerable<string> Names => Known.Select(entry => entry.Name);

    public static ISetRunner Create(string name) => Known.First(entry => entry.Name == name).Create();
}
