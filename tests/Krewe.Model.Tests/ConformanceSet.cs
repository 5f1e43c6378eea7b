using System.Text.Json;
using Krewe.Testing;

namespace Krewe.Model.Tests;

/// <summary>One set of Argo's test data: its cases and the files they name.</summary>
internal sealed class ConformanceSet
{
    private readonly Dictionary<string, JsonElement> _cases;

    private ConformanceSet(string folder)
    {
        Folder = folder;
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        _cases = index.RootElement.GetProperty("cases").EnumerateArray().Select(found => found.Clone())
            .Where(found => !(found.TryGetProperty("internal", out var inner) && inner.GetBoolean()))
            .ToDictionary(found => found.GetProperty("case").GetString()!, StringComparer.Ordinal);
    }

    public string Folder { get; }

    public IEnumerable<JsonElement> Cases => _cases.Values;

    public JsonElement this[string name] => _cases[name];

    /// <summary>The set, or null where the data is not there.</summary>
    public static ConformanceSet? Find(string set) =>
        ConformanceData.Root is { } root && File.Exists(Path.Combine(root, set, "index.json")) ? new ConformanceSet(Path.Combine(root, set)) : null;

    /// <summary>Names of the cases for a theory; one empty name where the data is not there, for the test to skip.</summary>
    public static TheoryData<string> Names(string set, Func<JsonElement, bool> wanted)
    {
        var names = new TheoryData<string>();
        foreach (var found in Find(set)?.Cases.Where(wanted) ?? [])
        {
            names.Add(found.GetProperty("case").GetString()!);
        }

        if (names.Count == 0)
        {
            names.Add("");
        }

        return names;
    }

    /// <summary>The set of a test, which is skipped where the data is not there.</summary>
    public static ConformanceSet Require(string set)
    {
        var found = Find(set);
        Assert.SkipWhen(found is null, "Argo's test data is not beside the repository");
        return found!;
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
