using System.Text.RegularExpressions;

namespace Krewe.Conformance;

/// <summary>Programs that the tests' image has at the root of its file system are taken from where ours are.</summary>
internal static partial class StandIn
{
    public static string Fill(string manifest) => AtRoot().Replace(manifest, _ => Path.Combine(EngineHost.StandIns, "argosay"));

    [GeneratedRegex(@"(?<![\w.\-/])/argosay\b(?![:/])", RegexOptions.None, 1000)]
    private static partial Regex AtRoot();
}
