using System.Diagnostics;

namespace Krewe.Executors.Tests;

/// <summary>Engine, supervisor and steps as an ordinary user.</summary>
public sealed class UnprivilegedTests
{
    private const string Nobody = "65534";

    [Fact]
    public async Task Step_RunsWithItsOwnTmp_AsAUserWithoutRights()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user");
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "krewe-nobody-" + Guid.NewGuid().ToString("N"))).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        var own = "/tmp/krewe-own-" + Guid.NewGuid().ToString("N");
        try
        {
            var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in (string[])["--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups", "--", "dotnet", Path.Combine(AppContext.BaseDirectory, "Krewe.Executors.TestHost.dll"), "once", Path.Combine(folder, "data"), $"touch {own}; ls {own}; id -u"])
                start.ArgumentList.Add(argument);
            start.Environment["HOME"] = folder;
            using var process = System.Diagnostics.Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.SkipWhen(errors.Contains("Permission denied", StringComparison.OrdinalIgnoreCase) && output.Length == 0, "the build is not readable by other users");

            Assert.Equal($"Succeeded: {own}\n{Nobody} ", output.TrimEnd('\n'));
            Assert.False(File.Exists(own));
        }
        finally
        {
            if (ProcessTable.Find("serve", Path.Combine(folder, "data", "exec")) is > 0 and var pid)
                ProcessTable.Kill(pid);
            File.Delete(own);
            Directory.Delete(folder, recursive: true);
        }
    }
}
