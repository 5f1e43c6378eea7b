using System.Text;
using Krewe.Artifacts;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Logs;
using Krewe.Executors.Process.View;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Takes what a node's main container left: result, parameters, artifacts, log.</summary>
internal sealed class OutputCollector(NodeWork work, JobServices services, IStepView view, string folder, SecretMask mask)
{
    private readonly List<string> _faults = [];

    /// <summary>What could not be had; empty if all is well.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public async Task<Outputs> CollectAsync(int exitCode, CancellationToken cancellationToken)
    {
        var declared = work.Template.Outputs;
        var parameters = (declared?.Parameters ?? []).Select(Parameter).ToList();
        var artifacts = new List<Artifact>();
        foreach (var artifact in declared?.Artifacts ?? [])
        {
            if (await SaveAsync(artifact, cancellationToken).ConfigureAwait(false) is { } saved)
                artifacts.Add(saved);
        }
        if (work.ArchiveLogs)
            artifacts.Add(await SaveLogAsync("main", folder, work, services, cancellationToken).ConfigureAwait(false));
        return new Outputs
        {
            Parameters = parameters.Count > 0 ? parameters : null,
            Artifacts = artifacts.Count > 0 ? artifacts : null,
            Result = work.CaptureResult ? Result() : null,
            ExitCode = exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    // Masked as it was written.
    private string Result()
    {
        var file = Path.Combine(folder, ExecFiles.Result);
        return File.Exists(file) ? TrimNewline(Encoding.UTF8.GetString(File.ReadAllBytes(file))) : "";
    }

    private Parameter Parameter(Parameter declared)
    {
        if (declared.ValueFrom?.Path is not { } path)
            return declared;
        var file = view.HostPath(path);
        if (File.Exists(file))
            return declared with { Value = mask.Mask(TrimNewline(File.ReadAllText(file))) };
        if ((declared.ValueFrom.Default ?? declared.Default) is { } fallback)
            return declared with { Value = fallback };
        _faults.Add($"cannot save parameter {path}: open {path}: no such file or directory");
        return declared;
    }

    private async Task<Artifact?> SaveAsync(Artifact artifact, CancellationToken cancellationToken)
    {
        if (artifact.Path is not { } path)
            return null;
        var source = view.HostPath(path);
        if (!Path.Exists(source))
        {
            if (artifact.Optional != true)
                _faults.Add($"failed to save artifact {artifact.Name}: {path}: no such file or directory");
            return null;
        }
        try
        {
            return await services.Artifacts.SaveAsync(artifact, source, work.ArchiveKeyPrefix, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArtifactException or IOException or UnauthorizedAccessException)
        {
            _faults.Add($"failed to save artifact {artifact.Name}: {e.Message}");
            return null;
        }
    }

    /// <summary>Keeps a container's log as an artifact, named as Argo names it: <c>main-logs</c> in <c>main.log</c>.</summary>
    public static async Task<Artifact> SaveLogAsync(string container, string folder, NodeWork work, JobServices services, CancellationToken cancellationToken)
    {
        var key = ArtifactKey.Join(work.ArchiveKeyPrefix, container + ".log");
        await services.Store.PutAsync(key, async (output, token) =>
        {
            await foreach (var line in LogFile.ReadAsync(Path.Combine(folder, ExecFiles.Log), token).ConfigureAwait(false))
                await output.WriteAsync(Encoding.UTF8.GetBytes(line.IsPartial ? line.Text : line.Text + "\n"), token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return new Artifact { Name = container + "-logs", S3 = new S3Artifact { Key = key } };
    }

    private static string TrimNewline(string text) => text.EndsWith('\n') ? text[..^1] : text;
}
