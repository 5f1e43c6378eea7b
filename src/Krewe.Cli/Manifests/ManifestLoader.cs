using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Manifests;

/// <summary>Reads the files that a command was given; <c>-</c> is the standard input.</summary>
/// <param name="context">Surroundings of the command.</param>
/// <param name="asArgo">Whether a refusal ends in the words of Argo's commands, which scripts look for.</param>
internal sealed class ManifestLoader(CliContext context, bool asArgo = true)
{
    /// <summary>All resources of the files; warnings are told, errors thrown together.</summary>
    /// <exception cref="KreweException">Findings that are errors, or nothing found.</exception>
    public async Task<IReadOnlyList<ManifestResource>> LoadAsync(IReadOnlyList<string> paths, bool lenient, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(paths, lenient, cancellationToken).ConfigureAwait(false);
        if (set.HasErrors)
        {
            throw Invalid(set.Diagnostics, paths, asArgo);
        }

        foreach (var diagnostic in set.Diagnostics)
        {
            context.Console.Note(ErrorText.Line(Convert(diagnostic)));
        }

        return set.Resources.Count > 0
            ? set.Resources
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"no manifest found in {string.Join(", ", paths)}");
    }

    /// <summary>Resources and findings, whatever they are.</summary>
    public async Task<ManifestSet> ReadAsync(IReadOnlyList<string> paths, bool lenient, CancellationToken cancellationToken)
    {
        var reader = lenient ? ManifestReader.Lenient : ManifestReader.Strict;
        var sets = new List<ManifestSet>();
        foreach (var path in paths)
        {
            if (path == "-")
            {
                var input = context.OpenInput();
                await using (input.ConfigureAwait(false))
                {
                    sets.Add(await reader.ReadAsync(input, "stdin", cancellationToken).ConfigureAwait(false));
                }
            }
            else
            {
                sets.Add(await reader.ReadFilesAsync([path], cancellationToken).ConfigureAwait(false));
            }
        }

        return new ManifestSet([.. sets.SelectMany(set => set.Resources)], [.. sets.SelectMany(set => set.Diagnostics)]);
    }

    public static ErrorDiagnostic Convert(Diagnostic diagnostic) => new(
        diagnostic.Message,
        diagnostic.Path,
        diagnostic.Location.File,
        diagnostic.Location.Line,
        diagnostic.Location.Column,
        IsWarning: diagnostic.Severity == Severity.Warning);

    /// <summary>The error of a command that cannot go on with what it read.</summary>
    /// <param name="diagnostics">What was found.</param>
    /// <param name="paths">The command's arguments: as with Argo, the message says the index of the one that is wrong.</param>
    /// <param name="asArgo">Whether the message is Argo's; else it says no more than the findings do.</param>
    public static KreweException Invalid(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<string>? paths = null, bool asArgo = true)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToList();
        var files = errors.Select(error => error.Location.File ?? "the manifest").Distinct(StringComparer.Ordinal).Select(file => Indexed(file, paths ?? []));
        if (errors.TrueForAll(error => error.Code == DiagnosticCode.Unreadable))
        {
            return new KreweException(KreweErrorCode.NotFound, string.Join("; ", errors.Select(error => error.Message)));
        }

        if (!asArgo)
        {
            var told = errors is [var only] ? only.Message : $"{errors.Count} errors in {string.Join(", ", errors.Select(error => error.Location.File ?? "the manifest").Distinct(StringComparer.Ordinal))}";
            return new KreweException(KreweErrorCode.InvalidArgument, told, [.. diagnostics.Select(Convert)]);
        }

        var count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        return new KreweException(KreweErrorCode.InvalidArgument, $"yaml file is not valid: {string.Join(", ", files)} ({count})", [.. diagnostics.Select(Convert)]);
    }

    private static string Indexed(string file, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            if (paths[i] == file || (paths[i] == "-" && file == "stdin") || file.StartsWith(paths[i].TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                return $"{file} index={i}";
            }
        }

        return file;
    }
}
