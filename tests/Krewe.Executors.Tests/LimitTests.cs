using Krewe.Executors.Process.Commands;
using Krewe.Model;

namespace Krewe.Executors.Tests;

/// <summary>Memory and CPU limits.</summary>
public sealed class LimitTests
{
    private const string Memory = "/sys/fs/cgroup/memory";

    [Theory]
    [InlineData("64Mi", 67108864)]
    [InlineData("1e3", 1000)]
    [InlineData("2G", 2000000000)]
    [InlineData("1.5Ki", 1536)]
    public void Quantity_IsRead(string text, long value) => Assert.Equal(value, Quantity.Parse(text));

    [Fact]
    public void Quantity_MayBeLessThanOne_OrNone()
    {
        Assert.Equal(0.25m, Quantity.Parse("250m"));
        Assert.Null(Quantity.Parse("much"));
        Assert.Null(Quantity.Parse(""));
    }

    [Fact]
    public async Task Memory_BeyondItsLimit_EndsTheStepAsOOMKilled_OrIsWarnedOf()
    {
        var warnings = new List<string>();
        await using var fixture = new ExecutorFixture(configure: o => o.Warn = warnings.Add);
        var template = ExecutorFixture.Parse("""{"name":"m","container":{"command":["python3","-c","x=bytearray(200000000); print(len(x))"],"resources":{"limits":{"memory":"32Mi","cpu":"1"}}}}""");

        var report = await fixture.RunAsync(template);

        if (warnings.Count > 0)
        {
            Assert.Contains("not enforced", Assert.Single(warnings), StringComparison.Ordinal);
            Assert.Equal(NodePhase.Succeeded, report.Phase);
            Assert.Skip("this machine has no writable cgroup");
        }
        Assert.Equal((NodePhase.Failed, "main: OOMKilled (exit code 137)", "137"), (report.Phase, report.Message, report.Outputs?.ExitCode));
    }

    [Fact]
    public async Task Limits_AreSet_AndTheirCgroupsGoWithTheStep()
    {
        var warnings = new List<string>();
        await using var fixture = new ExecutorFixture(configure: o => o.Warn = warnings.Add);
        // A process is moved right after it was started: the last of its cgroups is the CPU's. Then the step finds itself in a cgroup of its own and reads its limits there, by either version's names.
        var line = "n=0; until grep -qE '(:cpu|^0:).*krewe-' /proc/self/cgroup || [ $((n+=1)) -gt 500 ]; do sleep 0.01; done; for c in memory cpu ''; do p=$(grep -E \":$c:\" /proc/self/cgroup | cut -d: -f3); for f in memory.limit_in_bytes memory.max cpu.cfs_quota_us cpu.max; do cat /sys/fs/cgroup/$c$p/$f 2>/dev/null; done; done; grep -o 'krewe-[0-9a-f]*' /proc/self/cgroup | sort -u";
        var template = ExecutorFixture.Shell(line);
        template = template with { Container = template.Container! with { Resources = new ResourceRequirements { Limits = new Dictionary<string, string> { ["memory"] = "64Mi", ["cpu"] = "500m" } } } };

        var report = await fixture.RunAsync(template);

        Assert.SkipUnless(warnings.Count == 0, "this machine has no writable cgroup");
        var lines = report.Outputs!.Result!.Split('\n');
        Assert.Contains("67108864", lines);
        Assert.Contains(lines, l => l.StartsWith("50000", StringComparison.Ordinal));
        var name = Assert.Single(lines, l => l.StartsWith("krewe-", StringComparison.Ordinal));
        if (Directory.Exists(Memory))
            Assert.Empty(Directory.EnumerateDirectories(Memory, name, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }));
    }

    [Fact]
    public async Task Limit_ThatIsNoQuantity_IsAnError()
    {
        await using var fixture = new ExecutorFixture();

        var report = await fixture.RunAsync(ExecutorFixture.Parse("""{"name":"m","container":{"command":["true"],"resources":{"limits":{"memory":"much"}}}}"""));

        Assert.Equal((NodePhase.Error, "resources.limits.memory: \"much\" is no quantity"), (report.Phase, report.Message));
    }
}
