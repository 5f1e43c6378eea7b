namespace Krewe.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    private const string Usage = "usage: Krewe.Benchmarks [--goal KEY]... [--quick] [--rounds N] [--folder DIR] [--json FILE]";

    /// <summary>Keys of the goals to measure; none: all.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>Small sizes and few rounds: shows that everything runs, measures nothing well.</summary>
    public bool Quick { get; init; }

    public int? RoundsWanted { get; init; }

    /// <summary>Where data folders are made; it should lie on the disk that counts, not in memory.</summary>
    public string Folder { get; init; } = Path.Combine(AppContext.BaseDirectory, "bench-data");

    public string? JsonFile { get; init; }

    public int Rounds => RoundsWanted ?? (Quick ? 2 : 5);

    /// <summary>A size, a tenth of it when in a hurry.</summary>
    public int Size(int full) => Quick ? Math.Max(100, full / 10) : full;

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, $"{name}-{Guid.NewGuid():N}")).FullName;

    public static BenchOptions? Parse(string[] args, out string problem)
    {
        var options = new BenchOptions();
        problem = Usage;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                options = options with { Quick = true };
                continue;
            }

            if (i + 1 == args.Length)
            {
                return null;
            }

            var value = args[++i];
            switch (args[i - 1])
            {
                case "--goal":
                    options = options with { Goals = [.. options.Goals, value] };
                    break;
                case "--rounds" when int.TryParse(value, out var rounds) && rounds > 0:
                    options = options with { RoundsWanted = rounds };
                    break;
                case "--folder":
                    options = options with { Folder = Path.GetFullPath(value) };
                    break;
                case "--json":
                    options = options with { JsonFile = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
