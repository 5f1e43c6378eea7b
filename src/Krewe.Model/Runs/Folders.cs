using System.Buffers;

namespace Krewe.Model.Runs;

/// <summary>
/// Folders inside a namespace: paths such as <c>team/ci</c>, which stand as an annotation on definitions and runs. Nobody makes
/// or deletes one: it is there as long as something lies in it.
/// </summary>
public static class Folders
{
    /// <summary>Annotation that says where an object lies.</summary>
    public const string Annotation = "workflows.krewe.dev/folder";

    /// <summary>Most characters of a path.</summary>
    public const int Longest = 250;

    private const string Allowed = "letters, digits, '-', '_' and '.', with '/' between one folder and the next";
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Where an object lies; empty for no folder.</summary>
    /// <param name="metadata">Of the object.</param>
    public static string Of(ObjectMeta metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Annotations?.GetValueOrDefault(Annotation) ?? "";
    }

    /// <summary>What is wrong with a path; null for a good one, and for the empty one of no folder.</summary>
    /// <param name="path">The path.</param>
    public static string? Problem(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? null
            : path.Length > Longest ? $"a folder has at most {Longest} characters, this one has {path.Length}"
            : Array.TrueForAll(path.Split('/'), IsName) ? null
            : $"\"{path}\" is not a folder: it has {Allowed}, and neither begins nor ends with '/'";
    }

    /// <summary>Whether a path is that of a folder or of one below it. Everything is below the empty path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string path, string folder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(folder);
        return folder.Length == 0 || path == folder || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));
    }

    /// <summary>The folders that a path leads through, from the outermost to itself.</summary>
    /// <param name="path">The path.</param>
    public static IEnumerable<string> Along(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = path.IndexOf('/', at + 1))
        {
            yield return path[..at];
        }

        if (path.Length > 0)
        {
            yield return path;
        }
    }

    /// <summary>The object's metadata with the folder that it lies in.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="folder">The folder; empty for none.</param>
    public static ObjectMeta Put(ObjectMeta metadata, string folder)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(folder);
        if (Of(metadata) == folder)
        {
            return metadata;
        }

        var annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        annotations.Remove(Annotation);
        if (folder.Length > 0)
        {
            annotations[Annotation] = folder;
        }

        return metadata with { Annotations = annotations.Count == 0 ? null : annotations };
    }

    // Dots alone would read as a way up.
    private static bool IsName(string name) => name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(Letters);
}
