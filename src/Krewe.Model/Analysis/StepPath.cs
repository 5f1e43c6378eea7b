using System.Text;

namespace Krewe.Model.Analysis;

/// <summary>
/// Names of steps that are the same in every run: a node's name without the run's, without step group numbers, loop items and
/// attempts (<c>run-x1.test[0].unit(3:arm64)(1)</c> is <c>test/unit</c>).
/// </summary>
public static class StepPath
{
    /// <summary>The path of a run's first node.</summary>
    public const string Root = "/";

    /// <summary>The path of a node.</summary>
    /// <param name="runName">Name of its run.</param>
    /// <param name="nodeName">Its full name.</param>
    public static string Of(string runName, string nodeName)
    {
        ArgumentNullException.ThrowIfNull(runName);
        ArgumentNullException.ThrowIfNull(nodeName);
        var rest = nodeName.StartsWith(runName, StringComparison.Ordinal) ? nodeName.AsSpan(runName.Length) : nodeName;
        var path = new StringBuilder(rest.Length);
        var depth = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            var letter = rest[i];
            if (letter == '(')
            {
                depth++;
            }
            else if (letter == ')')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (depth == 0 && letter == '[' && GroupEnd(rest, i) is { } end)
            {
                i = end;
            }
            else if (depth == 0)
            {
                path.Append(letter == '.' ? '/' : letter);
            }
        }

        var text = path.ToString().Trim('/');
        return text.Length == 0 ? Root : text;
    }

    private static int? GroupEnd(ReadOnlySpan<char> name, int open)
    {
        var length = name[(open + 1)..].IndexOf(']');
        return length > 0 && name.Slice(open + 1, length).IndexOfAnyExceptInRange('0', '9') < 0 ? open + 1 + length : null;
    }
}
