using System.Text.Json.Nodes;

namespace Krewe.Conformance;

/// <summary>What the cases of one chain share: the engine, a namespace of their own, and what they made.</summary>
internal sealed class Sandbox(EngineHost host, string @namespace, Func<string> commandLine) : IDisposable
{
    public EngineHost Host { get; } = host;

    public string Namespace { get; } = @namespace;

    /// <summary>The <c>krewe</c> program.</summary>
    public string Program => commandLine();

    /// <summary>Names of workflows by their id in the data.</summary>
    public Dictionary<string, string> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Stored definitions by their id in the data.</summary>
    public Dictionary<string, JsonObject> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the command line is called from.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("krewe-cli-");

    public void Dispose() => Folder.Delete(recursive: true);
}
