using System.Globalization;
using Krewe.Storage;

namespace Krewe.Benchmarks.Lists;

/// <summary>Runs as a busy company might have stored them in three months: few templates have most of them, most went well.</summary>
/// <param name="count">How many.</param>
internal sealed class StoredRunSample(int count)
{
    public const string BusyNamespace = "team-0";
    public const string BusyTemplate = "template-000";
    public const string RareTemplate = "template-180";
    public const string BusyFolder = "area-0";
    public const string RareFolder = "area-19/part-9";

    private static readonly DateTimeOffset End = new(2030, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(90);
    private static readonly byte[] Summary = MakeSummary();

    public int Count => count;

    /// <summary>The run of a place, the oldest first; the same at every call.</summary>
    public RunIndexRow this[int place]
    {
        get
        {
            var random = new Random(place);
            var template = string.Create(CultureInfo.InvariantCulture, $"template-{Skewed(random, 200):000}");
            var space = string.Create(CultureInfo.InvariantCulture, $"team-{Skewed(random, 20)}");
            var created = End - Span + (Span * ((double)place / count));
            var phase = random.Next(1000) switch { < 900 => "Succeeded", < 970 => "Failed", < 990 => "Error", < 998 => "Running", _ => "" };
            var isOver = phase is "Succeeded" or "Failed" or "Error";
            DateTimeOffset? started = phase.Length == 0 ? null : created.AddSeconds(random.Next(5));
            return new RunIndexRow
            {
                Uid = string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}-{place:x8}"),
                Namespace = space,
                Name = string.Create(CultureInfo.InvariantCulture, $"{template}-{place:x6}"),
                Phase = phase,
                WorkflowTemplate = random.Next(10) > 0 ? template : null,
                ClusterWorkflowTemplate = null,
                CronWorkflow = random.Next(3) == 0 ? template : null,
                CreatedAt = created,
                StartedAt = started,
                FinishedAt = isOver ? started!.Value.AddSeconds(1 + (random.Next(60) * random.Next(60))) : null,
                Progress = isOver ? "4/4" : "1/4",
                Message = phase is "Failed" or "Error" ? $"child '{template}-{random.Next(100)}' failed" : null,
                Priority = random.Next(20) == 0 ? 1 : 0,
                Creator = string.Create(CultureInfo.InvariantCulture, $"user-{Skewed(random, 40)}"),
                Labels = new Dictionary<string, string>
                {
                    ["team"] = space,
                    ["app"] = string.Create(CultureInfo.InvariantCulture, $"app-{random.Next(500)}"),
                    ["workflows.argoproj.io/phase"] = phase,
                    ["workflows.argoproj.io/completed"] = isOver ? "true" : "false",
                },
                Parameters = new Dictionary<string, string>
                {
                    ["branch"] = random.Next(4) == 0 ? "main" : string.Create(CultureInfo.InvariantCulture, $"feature-{random.Next(2000)}"),
                    ["size"] = (random.Next(3) switch { 0 => "small", 1 => "medium", _ => "large" }),
                },
                Summary = Summary,
                Folder = random.Next(10) < 6 ? string.Create(CultureInfo.InvariantCulture, $"area-{Skewed(random, 20)}/part-{Skewed(random, 10)}") : "",
            };
        }
    }

    /// <summary>A number below a bound, the small ones much more often.</summary>
    private static int Skewed(Random random, int bound) => (int)(bound * Math.Pow(random.NextDouble(), 3));

    /// <summary>About as many bytes as what lists show of a small workflow.</summary>
    private static byte[] MakeSummary()
    {
        var bytes = new byte[700];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
