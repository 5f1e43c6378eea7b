using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Model;

namespace Krewe.Artifacts.Drivers;

/// <summary>A clone, made by the machine's <c>git</c>.</summary>
public sealed class GitDriver(ISecretReader secrets) : IArtifactDriver
{
    public bool Handles(ArtifactLocation location) => location.Git is not null;

    public async Task LoadAsync(ArtifactLocation location, string target, CancellationToken cancellationToken)
    {
        var git = location.Git!;
        if (string.IsNullOrEmpty(git.Repo) || git.Repo.StartsWith('-'))
            throw new ArtifactException($"\"{git.Repo}\" is no git repository");
        List<string> clone = ["clone", "--quiet"];
        if (git.Depth is > 0)
            clone.Add("--depth=" + git.Depth.Value.ToString(CultureInfo.InvariantCulture));
        if (git.SingleBranch == true)
            clone.Add("--single-branch");
        if (!string.IsNullOrEmpty(git.Branch))
            clone.Add("--branch=" + git.Branch);
        await RunAsync(git, null, [.. clone, "--", git.Repo, target], cancellationToken).ConfigureAwait(false);
        foreach (var fetch in git.Fetch ?? [])
            await RunAsync(git, target, ["fetch", "--quiet", "origin", "--", fetch], cancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(git.Revision))
            await CheckOutAsync(git, target, git.Revision, cancellationToken).ConfigureAwait(false);
        if (git.DisableSubmodules != true)
            await RunAsync(git, target, ["submodule", "--quiet", "update", "--init", "--recursive"], cancellationToken).ConfigureAwait(false);
    }

    public Task SaveAsync(string source, ArtifactLocation location, CancellationToken cancellationToken) =>
        throw new ArtifactException("git artifacts cannot be saved to");

    private async Task CheckOutAsync(GitArtifact git, string target, string revision, CancellationToken cancellationToken)
    {
        if (revision.StartsWith('-'))
            throw new ArtifactException($"\"{revision}\" is no git revision");
        try
        {
            await RunAsync(git, target, ["checkout", "--quiet", revision], cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException)
        {
            // Not in a shallow or single-branch clone: ask for just that revision.
            await RunAsync(git, target, ["fetch", "--quiet", "origin", "--", revision], cancellationToken).ConfigureAwait(false);
            await RunAsync(git, target, ["checkout", "--quiet", "FETCH_HEAD"], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(GitArtifact git, string? folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "/", UseShellExecute = false };
        foreach (var option in Options(git, start).Concat(arguments))
            start.ArgumentList.Add(option);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        string? keyFile = null;
        try
        {
            if (git.SshPrivateKeySecret is { } key)
                keyFile = UseKey(start, git, Secret(key));
            using var process = Process.Start(start) ?? throw new ArtifactException("git could not be started");
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            _ = await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new ArtifactException($"git {arguments[0]} of {git.Repo} failed: {errors.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ArtifactException("git artifacts need the program git, which is not installed", inner: e);
        }
        finally
        {
            if (keyFile is not null)
                File.Delete(keyFile);
        }
    }

    // By environment, not by argument: arguments of a process are for all to see.
    private IEnumerable<string> Options(GitArtifact git, ProcessStartInfo start)
    {
        if (git.UsernameSecret is not null || git.PasswordSecret is not null)
        {
            var pair = Secret(git.UsernameSecret) + ":" + Secret(git.PasswordSecret);
            start.Environment["KREWE_GIT_AUTH"] = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
            yield return "--config-env=http.extraHeader=KREWE_GIT_AUTH";
        }
        if (git.InsecureSkipTLS == true)
        {
            yield return "-c";
            yield return "http.sslVerify=false";
        }
    }

    private static string UseKey(ProcessStartInfo start, GitArtifact git, string key)
    {
        var file = Path.Combine(Path.GetTempPath(), "krewe-key-" + Guid.NewGuid().ToString("N"));
        using (var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            stream.Write(Encoding.UTF8.GetBytes(key.EndsWith('\n') ? key : key + "\n"));
        start.Environment["GIT_SSH_COMMAND"] = $"ssh -i {file} -o IdentitiesOnly=yes" + (git.InsecureIgnoreHostKey == true ? " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null" : "");
        return file;
    }

    private string Secret(SecretKeySelector? selector) => selector is null ? "" : Encoding.UTF8.GetString(
        secrets.ReadSecret(selector.Name ?? "", selector.Key ?? "") ?? throw new ArtifactException($"secret \"{selector.Name}\" with key \"{selector.Key}\" was not found"));
}
