using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.View;

/// <summary>The host's own file system, for machines that give no private views.</summary>
/// <remarks>
/// A mount is a symbolic link where the path is free and its parent can be written; anything else fails the node with the
/// reason, for a mount that is passed over would let a step read or write the wrong place. Links are recorded before they are
/// made, so that whoever cleans up after a crash finds them.
/// </remarks>
internal sealed class SharedView(string linksFile, Action<string> warn) : IStepView
{
    private readonly List<(string Target, string Source)> _places = [];

    public bool OwnsRoot => false;

    public void Bind(string source, string target, bool readOnly = false)
    {
        target = StepView.Clean(target);
        if (_places.Any(p => p.Target == target))
            return;
        var host = HostPath(target);
        if (host != source && new FileInfo(host).LinkTarget != source)
            Link(host, source, target);
        if (readOnly)
            warn("read-only mounts are writable: steps have no private view of the file system on this machine");
        _places.Add((target, source));
    }

    public void MakePrivate(string path)
    {
        path = StepView.Clean(path);
        var parent = Path.GetDirectoryName(HostPath(path)) ?? "/";
        if (!Directory.Exists(parent) && !path.StartsWith("/tmp/", StringComparison.Ordinal))
            throw Needed(path, $"its folder does not exist on this machine");
    }

    public string HostPath(string path)
    {
        path = StepView.Clean(path);
        var (target, source) = _places.OrderByDescending(p => p.Target.Length).FirstOrDefault(p => path == p.Target || path.StartsWith(p.Target + "/", StringComparison.Ordinal));
        return target is null ? path : source + path[target.Length..];
    }

    public List<MountSpec> Build() => [];

    /// <summary>Takes away the links that a record names, if they are still what it says.</summary>
    public static void RemoveLinks(string linksFile)
    {
        if (!File.Exists(linksFile))
            return;
        foreach (var line in File.ReadLines(linksFile).Select(l => l.Split('\0')).Where(l => l.Length == 2))
        {
            if (new FileInfo(line[0]).LinkTarget == line[1])
                File.Delete(line[0]);
        }
        File.Delete(linksFile);
    }

    private void Link(string host, string source, string target)
    {
        if (Path.Exists(host) || new FileInfo(host).LinkTarget is not null)
            throw Needed(target, "it exists on this machine already, or another step uses it now");
        try
        {
            File.AppendAllText(linksFile, $"{host}\0{source}\n");
            File.CreateSymbolicLink(host, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Needed(target, e.Message);
        }
    }

    private static NodeFault Needed(string path, string reason) => new(
        $"path \"{path}\" needs a private view of the file system, which steps do not have here ({reason}): install unshare (util-linux) and allow user namespaces " +
        "(sysctl user.max_user_namespaces and kernel.apparmor_restrict_unprivileged_userns), run the engine as root, or choose another path");
}
