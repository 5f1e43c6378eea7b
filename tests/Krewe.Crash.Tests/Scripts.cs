using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>Workflows written with the words that all steps of these tests share.</summary>
/// <remarks>
/// <c>@begin@</c> writes the start to the ledger and defines <c>say</c>, which writes a numbered line to standard error;
/// <c>@end@</c> writes the last numbered line, then the end to the ledger; <c>@gate NAME@</c> waits for a file.
/// </remarks>
internal static class Scripts
{
    public const string LastLine = "last line ";
    public const string Line = "line ";

    public static Workflow Read(string yaml, EngineProcess engine)
    {
        var text = yaml
            .Replace("@begin@", $"note() {{ echo \"$ARGO_WORKFLOW_NAME $ARGO_POD_UID $1\" >> {engine.Ledger.Path}; }}; n=0; say() {{ n=$((n+1)); echo \"{Line}$n\" >&2; }}; note start; say", StringComparison.Ordinal)
            .Replace("@end@", $"n=$((n+1)); echo \"{LastLine}$n\" >&2; note end", StringComparison.Ordinal)
            .Replace("@gate@", $"until [ -e {Gate(engine, "$ARGO_WORKFLOW_NAME")} ]; do sleep 0.05; done", StringComparison.Ordinal);
        var set = ManifestReader.Strict.Read(text);
        Assert.True(set.Diagnostics.Count == 0, string.Join('\n', set.Diagnostics));
        return Assert.Single(set.Of<Workflow>());
    }

    /// <summary>Lets the steps of a run that wait at their gate go on.</summary>
    public static void OpenGate(EngineProcess engine, string run) => File.WriteAllBytes(Gate(engine, run), []);

    private static string Gate(EngineProcess engine, string run) => Path.Combine(engine.Folder, "gate-" + run);
}
