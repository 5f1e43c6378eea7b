using Krewe.Exec.Protocol;
using Krewe.Executors.Process.View;

namespace Krewe.Executors.Process.Containers;

/// <summary>What a step in a container sees: its image, with files and folders of the host mounted into it.</summary>
/// <remarks>Outputs that do not lie in a mount are copied out of the container once it has ended.</remarks>
/// <param name="copies">Folder for what is copied out.</param>
internal sealed class ContainerView(string copies) : IStepView
{
    private readonly Dictionary<string, Mounted> _mounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _copied = new(StringComparer.Ordinal);

    public bool OwnsRoot => true;

    /// <summary>Paths of the container with the places where their copies go.</summary>
    public IReadOnlyDictionary<string, string> CopiedOut => _copied;

    /// <summary>The runtime's flags for what is mounted.</summary>
    public IEnumerable<string> Flags => _mounts.OrderBy(m => m.Key.Length).SelectMany(m => (string[])["--mount", $"type=bind,source={m.Value.Source},target={m.Key}{(m.Value.ReadOnly ? ",readonly" : "")}"]);

    public void Bind(string source, string target, bool readOnly = false)
    {
        target = StepView.Clean(target);
        if (target == "/")
            throw new NodeFault("nothing can be mounted at /");
        if (source.Contains(',', StringComparison.Ordinal) || target.Contains(',', StringComparison.Ordinal))
            throw new NodeFault($"{target}: a path with a comma cannot be mounted into a container");
        _mounts.TryAdd(target, new Mounted(source, readOnly));
    }

    public void MakePrivate(string path)
    {
        path = StepView.Clean(path);
        if (Owner(path) is null)
            _copied.TryAdd(path, Path.Combine(copies, path.TrimStart('/')));
    }

    public string HostPath(string path)
    {
        path = StepView.Clean(path);
        if (Owner(path) is { } target)
            return _mounts[target].Source + path[target.Length..];
        return _copied.GetValueOrDefault(path, path);
    }

    public List<MountSpec> Build() => [];

    private string? Owner(string path) =>
        _mounts.Keys.Where(target => path == target || path.StartsWith(target + "/", StringComparison.Ordinal)).MaxBy(target => target.Length);

    private sealed record Mounted(string Source, bool ReadOnly);
}
