using System.Globalization;
using System.Text.Json;
using Krewe.Benchmarks.Bases;
using Krewe.Benchmarks.Goals;
using Krewe.Benchmarks.Measuring;

namespace Krewe.Benchmarks;

/// <summary>Collects findings, prints each as it comes and all of them at the end.</summary>
internal sealed class Report(BenchOptions options)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, string> _machine = [];
    private bool _broken;

    public async Task BeginAsync()
    {
        Directory.CreateDirectory(options.Folder);
        _machine["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        _machine["framework"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription;
        _machine["load before"] = (await File.ReadAllTextAsync("/proc/loadavg")).Trim();
        _machine["disk probe"] = string.Create(CultureInfo.InvariantCulture, $"{DiskProbe.MedianMilliseconds(options.Folder):F2} ms for 4 KiB and fsync");
        foreach (var (name, value) in _machine)
        {
            Console.WriteLine($"{name}: {value}");
        }
    }

    public void Add(Finding finding)
    {
        _findings.Add(finding);
        Console.WriteLine("  " + finding);
    }

    public void Broke(Goal goal, Exception failure)
    {
        _broken = true;
        Console.WriteLine($"  could not be measured: {failure}");
        _findings.Add(new Finding { Goal = goal.Key, What = $"could not be measured: {failure.Message}", Value = double.NaN });
    }

    public async Task<int> EndAsync()
    {
        _machine["load after"] = (await File.ReadAllTextAsync("/proc/loadavg")).Trim();
        Console.WriteLine("\n| goal | what | measured | 10 % to 90 % | wanted | met |\n| --- | --- | --- | --- | --- | --- |");
        _findings.ForEach(finding => Console.WriteLine(finding.Row));
        Console.WriteLine($"\nload: {_machine["load before"]} before, {_machine["load after"]} after");
        if (options.JsonFile is { } file)
        {
            var document = new { machine = _machine, quick = options.Quick, rounds = options.Rounds, findings = _findings.Where(finding => double.IsFinite(finding.Value)) };
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(document, Json));
        }

        Directory.Delete(options.Folder, recursive: true);
        return _broken ? 1 : 0;
    }
}
