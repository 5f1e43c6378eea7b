using Krewe.Model;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api;

/// <summary>Says on objects who made them, as Argo's server does (<c>workflows.argoproj.io/creator</c>).</summary>
internal static class CreatorLabels
{
    private const string Creator = "workflows.argoproj.io/creator";
    private const int LongestValue = 63;

    /// <summary>The object with its creator, if it is known who that is. What the object itself says of it does not count.</summary>
    public static T On<T>(HttpContext context, T resource)
        where T : ArgoResource
    {
        if (ValueOf(context) is not { } value)
        {
            return resource;
        }

        var labels = new Dictionary<string, string>(resource.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [Creator] = value };
        return resource with { Metadata = resource.Metadata with { Labels = labels } };
    }

    /// <summary>The same for options of a submission, whose labels are one text.</summary>
    public static Client.SubmitOptions? On(HttpContext context, Client.SubmitOptions? options)
    {
        if (ValueOf(context) is not { } value)
        {
            return options;
        }

        var others = (options?.Labels ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Where(label => !label.StartsWith(Creator + "=", StringComparison.Ordinal));
        return (options ?? new Client.SubmitOptions()) with { Labels = string.Join(',', others.Append($"{Creator}={value}")) };
    }

    /// <summary>What stands as the creator on what the caller makes; null for a caller without a name.</summary>
    /// <remarks>Names of people may have more than values of labels may: the end, which tells them apart, is kept.</remarks>
    public static string? ValueOf(HttpContext context)
    {
        var caller = Access.Of(context);
        if (caller.IsAnonymous || caller == Caller.Owner)
        {
            return null;
        }

        var value = string.Concat(caller.Subject.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        value = (value.Length > LongestValue ? value[^LongestValue..] : value).Trim('-', '_', '.');
        return value.Length == 0 ? null : value;
    }
}
