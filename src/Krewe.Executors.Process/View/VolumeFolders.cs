using System.Text;
using System.Text.Json;
using Krewe.Artifacts;
using Krewe.Model;

namespace Krewe.Executors.Process.View;

/// <summary>Gives every volume of a node a folder on the host.</summary>
internal sealed class VolumeFolders(NodeWork work, WorkFolders folders, ISecretReader secrets)
{
    private readonly List<string> _masks = [];

    /// <summary>Secret values that volumes carry.</summary>
    public IReadOnlyList<string> Masks => _masks;

    /// <summary>Shows a container's volume mounts in its view.</summary>
    public void Mount(IStepView view, IEnumerable<VolumeMount> mounts, Func<string, string> expand)
    {
        foreach (var mount in mounts.OrderBy(m => m.MountPath?.Length ?? 0))
        {
            var source = Folder(mount.Name ?? "");
            var sub = string.IsNullOrEmpty(mount.SubPathExpr) ? mount.SubPath : expand(mount.SubPathExpr);
            if (!string.IsNullOrEmpty(sub))
            {
                source = SubPath(source, sub);
                if (!Path.Exists(source))
                    Directory.CreateDirectory(source);
            }
            view.Bind(source, mount.MountPath ?? "", mount.ReadOnly == true);
        }
    }

    /// <summary>Deletes what holds secrets, once the node has ended.</summary>
    public void DeleteSecrets() => WorkFolders.Delete(Path.Combine(folders.Attempt(work.Id), WorkFolders.Secrets));

    private string Folder(string name)
    {
        var volume = (work.Template.Volumes ?? []).Concat(work.Volumes).FirstOrDefault(v => v.Name == name) ?? throw new NodeFault($"volume \"{name}\" is mounted but not declared");
        var own = Path.Combine(folders.Attempt(work.Id), WorkFolders.Volumes, WorkFolders.Safe(name));
        switch (volume)
        {
            case { PersistentVolumeClaim.ClaimName: { } claim }:
                return Open(work.OwnedClaims.Contains(claim) ? folders.OwnedClaim(work.Id.RunUid, claim) : folders.Claim(work.Namespace, claim));
            case { HostPath: { } host }:
                return HostPath(host);
            case { Secret: { } secret }:
                return Fill(Path.Combine(folders.Attempt(work.Id), WorkFolders.Secrets, WorkFolders.Safe(name)), "secret", secret.SecretName ?? "", secret.Optional, secrets.SecretKeys(secret.SecretName ?? ""), secret.Items, k => secrets.ReadSecret(secret.SecretName ?? "", k), secret.DefaultMode, isSecret: true);
            case { ConfigMap: { } map }:
                return Fill(own, "configmap", map.Name ?? "", map.Optional, secrets.ConfigMapKeys(map.Name ?? ""), map.Items, k => secrets.ReadConfigMap(map.Name ?? "", k), map.DefaultMode, isSecret: false);
            case { EmptyDir: not null } or { Ephemeral: not null }:
                return Open(own);
            default:
                throw new NodeFault($"volume \"{name}\" is of a kind that local processes cannot have: emptyDir, hostPath, secret, configMap and persistentVolumeClaim work");
        }
    }

    private static string HostPath(JsonElement host)
    {
        var path = host.GetProperty("path").GetString() ?? "";
        var type = host.TryGetProperty("type", out var t) ? t.GetString() : null;
        if (!Path.Exists(path) && type is "DirectoryOrCreate")
            Directory.CreateDirectory(path);
        return Path.Exists(path) ? path : throw new NodeFault($"hostPath \"{path}\" does not exist on this machine");
    }

    private string Fill(string folder, string kind, string name, bool? optional, IReadOnlyList<string>? keys, IReadOnlyList<KeyToPath>? items, Func<string, byte[]?> read, int? mode, bool isSecret)
    {
        if (keys is null && optional != true)
            throw new NodeFault($"{kind} \"{name}\" not found: put it under the secrets folder");
        Create(folder);
        foreach (var item in items ?? [.. (keys ?? []).Select(k => new KeyToPath { Key = k, Path = k })])
        {
            if (read(item.Key ?? "") is not { } value)
            {
                if (optional == true)
                    continue;
                throw new NodeFault($"{kind} \"{name}\" has no key \"{item.Key}\"");
            }
            if (isSecret)
                _masks.Add(Encoding.UTF8.GetString(value).TrimEnd('\n'));
            var file = SubPath(folder, item.Path ?? item.Key!);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // Written anew after a restart, when the mode may already forbid it.
            File.Delete(file);
            using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            stream.Write(value);
            File.SetUnixFileMode(file, (UnixFileMode)(item.Mode ?? mode ?? 0x1A4));
        }
        return folder;
    }

    private static string SubPath(string folder, string sub)
    {
        var path = Path.GetFullPath(Path.Combine(folder, sub));
        if (sub.StartsWith('/') || !path.StartsWith(folder + "/", StringComparison.Ordinal))
            throw new NodeFault($"subPath \"{sub}\" leads out of its volume");
        return path;
    }

    /// <summary>A folder that any user may write, as a container's may be another; those above it are the engine's alone.</summary>
    private static string Open(string folder)
    {
        if (!Directory.Exists(folder))
            File.SetUnixFileMode(Create(folder), (UnixFileMode)0x1FF);
        return folder;
    }

    private static string Create(string folder)
    {
        Directory.CreateDirectory(folder);
        return folder;
    }
}
