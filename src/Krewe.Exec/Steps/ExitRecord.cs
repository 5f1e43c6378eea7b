using System.Text.Json;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>The files by which a step's start and end outlive the supervisor.</summary>
internal static class ExitRecord
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Says, before the process starts, that from now on it may have run.</summary>
    public static void WriteStart(Step step) => Write(Path.Combine(step.Spec.Folder, ExecFiles.Start), []);

    public static bool HasStart(StepSpec spec) => File.Exists(Path.Combine(spec.Folder, ExecFiles.Start));

    /// <summary>Written aside and renamed: whoever finds the file finds all of it.</summary>
    public static void WriteExit(Step step, StepExit exit)
    {
        var path = Path.Combine(step.Spec.Folder, ExecFiles.Exit);
        Write(path + ".new", JsonSerializer.SerializeToUtf8Bytes(exit, ExecJson.Default.StepExit));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>How the step ended, or null if that is not known: a file that a power cut has spoilt says nothing.</summary>
    public static StepExit? ReadExit(StepSpec spec)
    {
        var path = Path.Combine(spec.Folder, ExecFiles.Exit);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ExecJson.Default.StepExit) : null;
        }
        catch (JsonException e)
        {
            SupervisorLog.Write($"{path}: {e.Message}");
            return null;
        }
    }

    private static void Write(string path, byte[] content)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly });
        file.Write(content);
    }
}
