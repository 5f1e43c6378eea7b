using System.CommandLine.Parsing;
using Krewe.Expressions.Filters;

namespace Krewe.Cli;

/// <summary>Durations as Argo's flags take them: <c>90s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(string text) => FilterSpans.Parse(text);

    /// <summary>For <c>CustomParser</c> of an option.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Parse(text) is { } duration)
        {
            return duration;
        }

        result.AddError($"\"{text}\" is not a duration such as 90s, 1h30m or 2d");
        return null;
    }
}
