namespace Krewe.Benchmarks.Engine;

/// <summary>Finds the static supervisor that <c>eng/build-exec.sh</c> makes.</summary>
internal static class Supervisor
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "artifacts", "exec", "krewe-exec");
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new InvalidOperationException("artifacts/exec/krewe-exec is missing: run eng/build-exec.sh first");
    }
}
