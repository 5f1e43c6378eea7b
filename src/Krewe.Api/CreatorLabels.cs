using Krewe.Client;
using Krewe.Model;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Says on objects who made them, as Argo's server does (<c>workflows.argoproj.io/creator</c>).</summary>
internal static class CreatorLabels
{
    private const string Creator = "workflows.argoproj.io/creator";
    private const string Email = Creator + "-email";
    private const string PreferredUsername = Creator + "-preferred-username";
    private const int LongestValue = 63;

    /// <summary>The object with its creator, if it is known who that is. What the object itself says of it does not count.</summary>
    public static T On<T>(HttpContext context, T resource)
        where T : ArgoResource
    {
        if (LabelsOf(Access.Of(context)) is not { Count: > 0 } own)
        {
            return resource;
        }

        var labels = Others(resource.Metadata.Labels ?? new Dictionary<string, string>(), label => label.Key).Concat(own).ToDictionary(StringComparer.Ordinal);
        return resource with { Metadata = resource.Metadata with { Labels = labels } };
    }

    /// <summary>The same for options of a submission, whose labels are one text.</summary>
    public static SubmitOptions? On(HttpContext context, SubmitOptions? options)
    {
        if (LabelsOf(Access.Of(context)) is not { Count: > 0 } own)
        {
            return options;
        }

        var others = Others((options?.Labels ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries), label => label.Split('=')[0]);
        return (options ?? new SubmitOptions()) with { Labels = string.Join(',', others.Concat(own.Select(label => $"{label.Key}={label.Value}"))) };
    }

    private static IEnumerable<T> Others<T>(IEnumerable<T> labels, Func<T, string> key) => labels.Where(label => key(label) is not (Creator or Email or PreferredUsername));

    private static Dictionary<string, string> LabelsOf(Caller caller)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!caller.IsAnonymous && caller != Caller.Owner)
        {
            Add(labels, Creator, caller.Subject);
            Add(labels, Email, caller.Identity?.Email?.Replace("@", ".at.", StringComparison.Ordinal));
            Add(labels, PreferredUsername, caller.Identity?.PreferredUsername);
        }

        return labels;
    }

    /// <summary>What stands as the creator on what the caller makes; null for a caller without a name.</summary>
    public static string? ValueOf(HttpContext context) => LabelsOf(Access.Of(context)).GetValueOrDefault(Creator);

    /// <summary>Names of people may have more than values of labels may: the end, which tells them apart, is kept.</summary>
    private static void Add(Dictionary<string, string> labels, string key, string? text)
    {
        var value = string.Concat((text ?? "").Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        value = (value.Length > LongestValue ? value[^LongestValue..] : value).Trim('-', '_', '.');
        if (value.Length > 0)
        {
            labels[key] = value;
        }
    }
}
