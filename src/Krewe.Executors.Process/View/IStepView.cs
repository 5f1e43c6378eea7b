using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.View;

/// <summary>What a step sees of the file system, and where on the host that lies.</summary>
internal interface IStepView
{
    /// <summary>Shows a host file or folder at a path of the step.</summary>
    void Bind(string source, string target, bool readOnly = false);

    /// <summary>Makes sure that the step can write a file at <paramref name="path"/>, and that nobody else's is taken for it.</summary>
    void MakePrivate(string path);

    /// <summary>Where on the host a path of the step lies.</summary>
    string HostPath(string path);

    /// <summary>Whether files that the step writes at the root of the file system are its own.</summary>
    bool OwnsRoot { get; }

    /// <summary>The supervisor's operations.</summary>
    List<MountSpec> Build();
}
