namespace Krewe.Conformance;

/// <summary>The sets in the order they are run, and who runs them.</summary>
internal static class SetRunners
{
    private static readonly IReadOnlyList<(string Name, Func<ServerUnderTest?, ISetRunner> Create)> Known =
    [
        ("hera", _ => new RoundTripRunner("hera")),
        ("validate", _ => new ValidateRunner()),
        ("templating", _ => new FunctionRunner("templating")),
        ("depends", _ => new FunctionRunner("depends")),
        ("wfutil", _ => new FunctionRunner("wfutil")),
        ("cron", _ => new FunctionRunner("cron")),
        ("controller", _ => new ControllerRunner()),
        ("examples", _ => new ExamplesRunner()),
        ("e2e", server => new EndToEndRunner("e2e", server)),
        ("cli", server => new EndToEndRunner("cli", server)),
        ("api", server => new ApiRunner(server)),
    ];

    public static IEnumerable<string> Names => Known.Select(entry => entry.Name);

    /// <param name="name">The set.</param>
    /// <param name="server">The server that the cases which use an engine are for; null for an engine of the runner's own.</param>
    public static ISetRunner Create(string name, ServerUnderTest? server = null) => Known.First(entry => entry.Name == name).Create(server);
}
