using System.Globalization;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Executors.Process.Containers;

/// <summary>Says in flags of <c>podman run</c> and <c>docker run</c> what Kubernetes says in fields of a container and its pod.</summary>
internal static class ContainerFlags
{
    /// <summary>Everything between <c>run</c> and the image.</summary>
    public static IEnumerable<string> Of(Container container, JsonElement? podSecurity, long memory, int milliCpu)
    {
        // Steps find daemons and services of this machine at 127.0.0.1, as local processes do. The supervisor keeps the log.
        List<string> flags = ["--network", "host", "--log-driver", "none"];
        if (container.ImagePullPolicy is { Length: > 0 } pull)
            flags.AddRange(["--pull", pull switch { "Always" => "always", "Never" => "never", _ => "missing" }]);
        if (container.WorkingDir is { Length: > 0 } folder)
            flags.AddRange(["--workdir", folder]);
        if (memory > 0)
            flags.AddRange(["--memory", memory.ToString(CultureInfo.InvariantCulture)]);
        if (milliCpu > 0)
            flags.AddRange(["--cpus", (milliCpu / 1000m).ToString(CultureInfo.InvariantCulture)]);
        if (User(container.SecurityContext, podSecurity) is { } user)
            flags.AddRange(["--user", user]);
        if (IsTrue(container.SecurityContext, "privileged"))
            flags.Add("--privileged");
        if (IsTrue(container.SecurityContext, "readOnlyRootFilesystem"))
            flags.Add("--read-only");
        if (Member(container.SecurityContext, "allowPrivilegeEscalation") is { ValueKind: JsonValueKind.False })
            flags.AddRange(["--security-opt", "no-new-privileges"]);
        if (Member(container.SecurityContext, "capabilities") is { } capabilities)
        {
            flags.AddRange(Each(capabilities, "drop").SelectMany(name => (string[])["--cap-drop", name]));
            flags.AddRange(Each(capabilities, "add").SelectMany(name => (string[])["--cap-add", name]));
        }
        return flags;
    }

    private static string? User(JsonElement? own, JsonElement? pod)
    {
        var user = Number(own, "runAsUser") ?? Number(pod, "runAsUser");
        var group = Number(own, "runAsGroup") ?? Number(pod, "runAsGroup");
        return user is null && group is null ? null : group is null ? user : $"{user ?? "0"}:{group}";
    }

    private static string? Number(JsonElement? owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;

    private static bool IsTrue(JsonElement? owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.True };

    private static IEnumerable<string> Each(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray().Select(item => item.GetString() ?? "").ToList() : [];

    private static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;
}
