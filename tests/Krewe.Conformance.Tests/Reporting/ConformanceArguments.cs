namespace Krewe.Conformance;

/// <summary>Arguments of <c>./conformance.sh</c>.</summary>
internal sealed record ConformanceArguments(string Data, string? Results, string? Set, string? Case, string? Table, ServerUnderTest? Server, string? Prepare)
{
    public const string Usage = "usage: conformance.sh [--data DIR] [--results FILE] [--set NAME] [--case PART-OF-NAME] [--table FILE] [--server URL [--folder DIR]] | --prepare DIR";

    /// <summary>Null when they cannot be understood.</summary>
    public static ConformanceArguments? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || args[i] is not ("--data" or "--results" or "--set" or "--case" or "--table" or "--server" or "--folder" or "--prepare"))
            {
                return null;
            }

            given[args[i]] = args[i + 1];
        }

        var data = given.GetValueOrDefault("--data") ?? Krewe.Testing.ConformanceData.Root ?? Path.Combine("..", "shared", "conformance");
        var server = given.TryGetValue("--server", out var address) ? new ServerUnderTest(address, given.GetValueOrDefault("--folder")) : null;
        return new ConformanceArguments(data, given.GetValueOrDefault("--results"), given.GetValueOrDefault("--set"), given.GetValueOrDefault("--case"), given.GetValueOrDefault("--table"), server, given.GetValueOrDefault("--prepare"));
    }
}
