using Krewe.Client;
using Krewe.Model.Runs;

namespace Krewe.Cli.Rendering;

/// <summary>Which nodes to show.</summary>
internal static class NodeChoice
{
    /// <param name="selector">A node field selector.</param>
    /// <param name="phase">A phase instead of it.</param>
    /// <exception cref="KreweException">The selector cannot be read, or both are given.</exception>
    public static NodeSelector Parse(string? selector, string? phase = null)
    {
        if (phase is { Length: > 0 })
        {
            selector = selector is { Length: > 0 }
                ? throw new KreweException(KreweErrorCode.InvalidArgument, "--status and --node-field-selector cannot be used together")
                : $"phase={phase}";
        }

        var (parsed, error) = NodeSelector.Parse(selector ?? "");
        return parsed ?? throw new KreweException(KreweErrorCode.InvalidArgument, error!);
    }
}
