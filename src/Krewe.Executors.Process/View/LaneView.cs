using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.View;

/// <summary>What a step in one of the supervisor's lanes sees: the host, but for a <c>/tmp</c> of its own.</summary>
/// <remarks>Nothing of the step lies on the host in a place known before; what it left is in its folder once it has ended.</remarks>
internal sealed class LaneView(string folder) : IStepView
{
    private const string Tmp = "/tmp";

    public bool OwnsRoot => false;

    /// <summary>Whether a step that uses the path can run in a lane, and its files there be found again.</summary>
    public static bool Owns(string path) => StepView.Clean(path) is Tmp || StepView.Clean(path).StartsWith(Tmp + "/", StringComparison.Ordinal);

    public void Bind(string source, string target, bool readOnly = false) => throw new InvalidOperationException($"a step in a lane cannot have {target}");

    public void MakePrivate(string path)
    {
        if (!Owns(path))
            throw new InvalidOperationException($"a step in a lane cannot have {path}");
    }

    public string HostPath(string path)
    {
        path = StepView.Clean(path);
        return Owns(path) ? Path.Combine(folder, ExecFiles.StepTmp) + path[Tmp.Length..] : path;
    }

    public List<MountSpec> Build() => [];
}
