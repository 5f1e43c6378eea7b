using System.Globalization;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Seconds times requested amount, in units of one cpu and 100Mi.</summary>
internal static class ResourceDurations
{
    private const double HundredMebibytes = 100d * 1024 * 1024;

    public static IReadOnlyDictionary<string, long>? Of(Template? template, double seconds, string nodeType)
    {
        if (template is null || nodeType != NodeType.Pod)
        {
            return null;
        }

        double cpu = 0, memory = 0;
        foreach (var container in Containers(template))
        {
            var requests = container.Resources?.Requests ?? container.Resources?.Limits;
            cpu += Quantity(requests?.GetValueOrDefault("cpu")) ?? 0.1;
            memory += (Quantity(requests?.GetValueOrDefault("memory")) ?? HundredMebibytes) / HundredMebibytes;
        }

        return new SortedDictionary<string, long>(StringComparer.Ordinal)
        {
            ["cpu"] = (long)(Math.Max(0, seconds) * cpu),
            ["memory"] = (long)(Math.Max(0, seconds) * memory),
        };
    }

    private static IEnumerable<Container> Containers(Template template)
    {
        if (template.Container is not null)
        {
            yield return template.Container;
        }

        if (template.Script is not null)
        {
            yield return template.Script;
        }

        foreach (var container in template.ContainerSet?.Containers ?? [])
        {
            yield return container;
        }

        foreach (var sidecar in template.Sidecars ?? [])
        {
            yield return sidecar;
        }
    }

    private static double? Quantity(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var digits = text.TrimEnd('m', 'k', 'K', 'M', 'G', 'T', 'i');
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return value * (text[digits.Length..] switch
        {
            "" => 1,
            "m" => 0.001,
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "T" => 1e12,
            "Ki" => 1024,
            "Mi" => 1024d * 1024,
            "Gi" => 1024d * 1024 * 1024,
            "Ti" => 1024d * 1024 * 1024 * 1024,
            _ => 1,
        });
    }
}
