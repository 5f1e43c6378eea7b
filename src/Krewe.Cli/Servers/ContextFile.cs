using System.Text.Json;
using Krewe.Client;

namespace Krewe.Cli.Servers;

/// <summary>The file <c>krewe/contexts.json</c> in the user's configuration. It may hold tokens: only its user can read it.</summary>
internal sealed class ContextFile(Func<string, string?> environment)
{
    /// <summary>Name that stands for no server, the engine of this machine.</summary>
    public const string Local = "local";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(
        environment("XDG_CONFIG_HOME") is { Length: > 0 } configuration ? configuration : System.IO.Path.Combine(environment("HOME") is { Length: > 0 } home ? home : ".", ".config"),
        "krewe",
        "contexts.json");

    /// <exception cref="KreweException">The file is there and cannot be read.</exception>
    public SavedContexts Read()
    {
        if (!File.Exists(Path))
        {
            return new SavedContexts();
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path), ContextJson.Default.SavedContexts) ?? new SavedContexts();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KreweException(KreweErrorCode.FailedPrecondition, $"{Path} cannot be read: {exception.Message}", exception);
        }
    }

    public void Write(SavedContexts contexts)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var next = Path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private }))
        {
            JsonSerializer.Serialize(file, contexts, ContextJson.Default.SavedContexts);
        }

        File.Move(next, Path, overwrite: true);
    }
}
