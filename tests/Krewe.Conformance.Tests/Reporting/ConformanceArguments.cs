namespace Krewe.Conformance;

/// <summary>Arguments of <c>./conformance.sh</c>.</summary>
internal sealed record ConformanceArguments(string Data, string? Results, string? Set, string? Case, string? Table)
{
    public const string Usage = "usage: conformance.sh [--data DIR] [--results FILE] [--set NAME] [--case PART-OF-NAME] [--table FILE]";

    /// <summary>Null when they cannot be understood.</summary>
    public static ConformanceArguments? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || args[i] is not ("--data" or "--results" or "--set" or "--case" or "--table"))
            {
                return null;
            }

            given[args[i]] = args[i + 1];
        }

        var data = given.GetValueOrDefault("--data") ?? Krewe.Testing.ConformanceData.Root ?? Path.Combine("..", "shared", "conformance");
        return new ConformanceArguments(data, given.GetValueOrDefault("--results"), given.GetValueOrDefault("--set"), given.GetValueOrDefault("--case"), given.GetValueOrDefault("--table"));
    }
}
