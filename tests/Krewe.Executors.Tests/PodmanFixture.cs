using System.Diagnostics;

namespace Krewe.Executors.Tests;

/// <summary>podman with a storage of its own that holds one small image, made of Debian's static busybox.</summary>
public sealed class PodmanFixture : IAsyncLifetime
{
    public const string Image = "localhost/krewe-test:1";

    // Short: podman refuses folders of its run time data with more than 50 characters, in the background.
    private readonly string _folder = Directory.CreateDirectory("/var/tmp/krewe-" + Guid.NewGuid().ToString("N")[..12]).FullName;

    public async ValueTask InitializeAsync()
    {
        var (configuration, storage) = (Path.Combine(_folder, "containers.conf"), Path.Combine(_folder, "storage.conf"));
        // Limits and groups as a machine without systemd allows them.
        await File.WriteAllTextAsync(configuration, "[engine]\nruntime=\"runc\"\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"file\"\n[containers]\ndefault_ulimits=[\"nofile=20000:20000\",\"nproc=30000:30000\"]\n");
        await File.WriteAllTextAsync(storage, $"[storage]\ndriver=\"vfs\"\ngraphroot=\"{_folder}/storage\"\nrunroot=\"{_folder}/run\"\n");
        Environment.SetEnvironmentVariable("CONTAINERS_CONF", configuration);
        Environment.SetEnvironmentVariable("CONTAINERS_STORAGE_CONF", storage);
        var root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        foreach (var folder in (string[])["bin", "etc", "data"])
            Directory.CreateDirectory(Path.Combine(root, folder));
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(root, "tmp")).FullName, (UnixFileMode)0x3FF);
        await File.WriteAllTextAsync(Path.Combine(root, "etc", "of-image"), "from the image\n");
        File.Copy("/bin/busybox", Path.Combine(root, "bin", "busybox"));
        foreach (var program in (string[])["sh", "echo", "cat", "ls", "id", "sleep", "true", "env", "mkdir", "touch", "dd", "pwd", "test"])
            File.CreateSymbolicLink(Path.Combine(root, "bin", program), "busybox");
        await RunAsync("tar", "-C", root, "-cf", Path.Combine(_folder, "image.tar"), ".");
        try
        {
            await RunAsync("podman", "import", "-c", "ENTRYPOINT [\"echo\", \"entry\"]", "-c", "CMD [\"default\"]", "-c", "ENV BUILT=yes", Path.Combine(_folder, "image.tar"), Image);
            await RunAsync("podman", "run", "--rm", "--network", "host", Image);
        }
        catch (InvalidOperationException e)
        {
            // Machines that are containers themselves often forbid it.
            Problem = e.Message;
        }
    }

    /// <summary>Why podman itself, without Krewe, runs no container on this machine; null: it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>Names of all containers, running or not.</summary>
    public static async Task<string[]> ContainersAsync() => (await RunAsync("podman", "ps", "--all", "--format", "{{.Names}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (Problem is null)
        {
            await RunAsync("podman", "rm", "--force", "--all");
            await RunAsync("podman", "rmi", "--force", "--all");
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }
}
