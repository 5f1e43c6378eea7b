using System.Globalization;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model.Manifests;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What a question tells usage apart by.</summary>
internal sealed class UsageGroups
{
    private readonly IReadOnlyList<string> _by;

    private UsageGroups(IReadOnlyList<string> by, UsagePer per)
    {
        _by = by;
        Per = per;
    }

    /// <summary>The span of time among them.</summary>
    public UsagePer Per { get; }

    /// <summary>The name of the span of time; null without one.</summary>
    public string? Time => _by.FirstOrDefault(UsageGroupings.Times.Contains);

    /// <summary>The parts of keys that they take apart.</summary>
    public UsageParts Parts => _by.Aggregate(UsageParts.None, (parts, item) => parts | item switch
    {
        UsageGroupings.Namespace => UsageParts.Namespace,
        UsageGroupings.Folder => UsageParts.Folder,
        UsageGroupings.Template => UsageParts.Template,
        UsageGroupings.Creator => UsageParts.Creator,
        UsageGroupings.Day or UsageGroupings.Week or UsageGroupings.Month => UsageParts.None,
        _ => UsageParts.Labels,
    });

    /// <summary>Keys of the labels among them.</summary>
    public IEnumerable<string> Labels => _by.Where(IsLabel).Select(KeyOf);

    /// <summary>Reads groupings.</summary>
    /// <param name="by">Their names.</param>
    /// <exception cref="KreweException">There is no such grouping, or they do not go together.</exception>
    public static UsageGroups Read(IReadOnlyList<string> by)
    {
        foreach (var item in by)
        {
            Check(item);
        }

        Require(by.Count <= UsageQuery.MostGroupings, $"by: {by.Count} groupings are asked for, {UsageQuery.MostGroupings} are the most");
        Require(by.Distinct(StringComparer.Ordinal).Count() == by.Count, "by: a grouping is named twice");
        var times = by.Where(UsageGroupings.Times.Contains).ToList();
        Require(times.Count <= 1, $"by: {string.Join(" and ", times)} do not go together; name one span of time");
        return new UsageGroups(by, times switch
        {
            [UsageGroupings.Day] => UsagePer.Day,
            [UsageGroupings.Week] => UsagePer.Week,
            [UsageGroupings.Month] => UsagePer.Month,
            _ => UsagePer.Range,
        });
    }

    /// <summary>The group of a row, as the answer names it.</summary>
    public IReadOnlyDictionary<string, string> Of(UsageRow row)
    {
        var group = new Dictionary<string, string>(_by.Count + 1);
        foreach (var item in _by)
        {
            group[item] = item switch
            {
                UsageGroupings.Namespace => row.Key.Namespace,
                UsageGroupings.Folder => row.Key.Folder,
                UsageGroupings.Template => row.Key.Template,
                UsageGroupings.Creator => row.Key.Creator,
                UsageGroupings.Day or UsageGroupings.Week or UsageGroupings.Month => row.Start.ToString("O", CultureInfo.InvariantCulture),
                _ => UsageLabels.Read(row.Key.Labels).GetValueOrDefault(KeyOf(item), ""),
            };
            if (item == UsageGroupings.Template)
            {
                group["templateKind"] = row.Key.TemplateKind;
            }
        }

        return group;
    }

    private static void Check(string item)
    {
        if (!IsLabel(item) && !UsageGroupings.All.Contains(item, StringComparer.Ordinal))
        {
            var hint = Suggestion.For(item, UsageGroupings.All) is { } near ? $"; did you mean \"{near}\"?" : "";
            throw new KreweException(KreweErrorCode.InvalidArgument, $"by: there is no grouping \"{item}\"; there are {string.Join(", ", UsageGroupings.All)} and {UsageGroupings.LabelPrefix}KEY{hint}");
        }
    }

    private static bool IsLabel(string item) => item.Length > UsageGroupings.LabelPrefix.Length && item.StartsWith(UsageGroupings.LabelPrefix, StringComparison.Ordinal);

    private static string KeyOf(string item) => item[UsageGroupings.LabelPrefix.Length..];

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, message);
        }
    }
}
