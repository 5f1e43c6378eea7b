using System.CommandLine;
using Krewe.Client;
using Krewe.Model.Runs;

namespace Krewe.Cli.Commands.Placement;

/// <summary>Paths of folders on the command line.</summary>
internal static class FolderPaths
{
    /// <summary>The path that an option has; empty for no folder.</summary>
    /// <exception cref="KreweException">It is no path of a folder.</exception>
    public static string Read(Option option, string path) =>
        Folders.Problem(path) is { } problem ? throw new KreweException(KreweErrorCode.InvalidArgument, $"{option.Name}: {problem}") : path;

    /// <summary>A folder in words.</summary>
    public static string Words(string path) => path.Length == 0 ? "no folder" : path;
}
