using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.View;

/// <summary>Plans what a step sees: which paths are its own, and where on the host they lie.</summary>
/// <remarks>
/// A path can be mounted over only if it exists. Where it does not, and the host's folder must not be written to, its deepest
/// existing ancestor is mirrored: a folder of the step holds mount points for all that the host has there, beside what is new.
/// </remarks>
internal sealed class StepView(string backing) : IStepView
{
    private readonly List<Place> _places = [];
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal);
    private int _count;

    public bool OwnsRoot => _places.Exists(p => p is { Mirror: true, Target: "/" });

    /// <summary>Shows a host file or folder at a path of the step.</summary>
    public void Bind(string source, string target, bool readOnly = false)
    {
        target = Clean(target);
        if (target == "/")
            throw new NodeFault("nothing can be mounted at /");
        if (_places.Any(p => p.Target == target && !p.Mirror))
            return;
        MakeMountPoint(target, Directory.Exists(source));
        _places.Add(new Place(target, source, readOnly, Mirror: false));
    }

    /// <summary>Makes sure that a file written at <paramref name="path"/> by the step is its own.</summary>
    public void MakePrivate(string path)
    {
        path = Clean(path);
        var parent = Path.GetDirectoryName(path) ?? "/";
        if (Owner(path) is { } owner && (!owner.Mirror || owner.Target == parent || !OnHost(owner, path)))
            return;
        if (Directory.Exists(path))
            return;
        if (!Directory.Exists(parent))
        {
            Bind(NewFolder(), parent);
            return;
        }
        var mirror = Mirror(parent);
        if (File.Exists(path))
        {
            // Planned anew after a restart: what the step has written since stays.
            var copy = Path.Combine(mirror.Source, Path.GetFileName(path));
            if (!File.Exists(copy))
                File.Copy(path, copy);
            _copied.Add(path);
        }
    }

    /// <summary>Where on the host a path of the step lies.</summary>
    public string HostPath(string path)
    {
        path = Clean(path);
        var owner = Owner(path);
        if (owner is null || (owner.Mirror && OnHost(owner, path)))
            return path;
        return path.Length == owner.Target.Length ? owner.Source : Path.Combine(owner.Source, path[owner.Target.Length..].TrimStart('/'));
    }

    /// <summary>The supervisor's operations.</summary>
    public List<MountSpec> Build()
    {
        var root = _places.FirstOrDefault(p => p is { Mirror: true, Target: "/" });
        var prefix = root?.Source ?? "";
        var mounts = new List<MountSpec>();
        if (root is not null)
            mounts.Add(new MountSpec { Kind = MountSpec.Mirror, Source = "/", Target = root.Source });
        foreach (var place in _places.Where(p => p != root).OrderBy(p => p.Target.Length))
        {
            if (place.Mirror)
                mounts.Add(new MountSpec { Kind = MountSpec.Mirror, Source = place.Target, Target = place.Source });
            mounts.Add(new MountSpec { Kind = MountSpec.Bind, Source = place.Source, Target = prefix + place.Target, ReadOnly = place.ReadOnly });
        }
        if (root is not null)
            mounts.Add(new MountSpec { Kind = MountSpec.Root, Source = root.Source });
        return mounts;
    }

    private void MakeMountPoint(string target, bool folder)
    {
        if (Owner(target) is null && !Path.Exists(target))
        {
            var ancestor = Path.GetDirectoryName(target)!;
            while (!Directory.Exists(ancestor))
                ancestor = Path.GetDirectoryName(ancestor)!;
            Mirror(ancestor);
        }
        else if (Owner(target) is { Mirror: true } owner && OnHost(owner, target) && !Path.Exists(target))
        {
            var ancestor = Path.GetDirectoryName(target)!;
            while (!Directory.Exists(ancestor))
                ancestor = Path.GetDirectoryName(ancestor)!;
            Mirror(ancestor);
        }
        var host = HostPath(target);
        if (Path.Exists(host))
            return;
        Directory.CreateDirectory(folder ? host : Path.GetDirectoryName(host)!);
        if (!folder)
            File.WriteAllBytes(host, []);
    }

    private Place Mirror(string folder)
    {
        if (_places.FirstOrDefault(p => p.Mirror && p.Target == folder) is { } known)
            return known;
        var place = new Place(folder, NewFolder(), ReadOnly: false, Mirror: true);
        _places.Add(place);
        return place;
    }

    private string NewFolder()
    {
        var folder = Path.Combine(backing, (_count++).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return folder;
    }

    private Place? Owner(string path) =>
        _places.Where(p => p.Target == "/" || path == p.Target || path.StartsWith(p.Target + "/", StringComparison.Ordinal)).MaxBy(p => p.Target.Length);

    // In a mirror, what the host has is the host's.
    private bool OnHost(Place mirror, string path)
    {
        if (path == mirror.Target)
            return false;
        var first = path[(mirror.Target == "/" ? 1 : mirror.Target.Length + 1)..].Split('/')[0];
        var child = Path.Combine(mirror.Target, first);
        return !_copied.Contains(child) && Path.Exists(child);
    }

    /// <summary>Absolute, without <c>..</c> and trailing slash.</summary>
    public static string Clean(string path) =>
        path.StartsWith('/') ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : throw new NodeFault($"path \"{path}\" must be absolute");

    private sealed record Place(string Target, string Source, bool ReadOnly, bool Mirror);
}
