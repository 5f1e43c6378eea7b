using System.Text.Json.Nodes;
using Krewe.Cli.Diagnosis;
using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Storage.PostgreSql;

namespace Krewe.Cli.Tests;

/// <summary><c>krewe doctor</c>: what it finds, and what it says about it.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset Now = FakeWorkflowService.Created.AddMinutes(5);

    private static readonly PostgreSqlFindings Sound = new()
    {
        Where = "PostgreSQL database 'krewe' at db:5432",
        Version = new Version(16, 1),
        Clock = Now,
        OwnClock = Now,
        RoundTrip = TimeSpan.FromMilliseconds(3),
        Fsync = "on",
        FullPageWrites = "on",
        SynchronousCommit = "on",
        MaxConnections = 97,
        UsedConnections = 20,
        ConnectionsPerServer = 22,
        Schema = "public",
        MayUse = true,
        MayCreate = true,
        Migration = 6,
        NewestMigration = 6,
        Silos = [new("a", "10.0.0.1:11111", "Active", TimeSpan.FromSeconds(5)), new("b", "10.0.0.2:11111", "Dead", TimeSpan.FromHours(5))],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sound_Database_Has_Nothing_To_Do() =>
        Assert.All(DatabaseDiagnosis.Judge(Sound), finding => Assert.Equal((FindingStatus.Good, null), (finding.Status, finding.Advice)));

    [Fact]
    public void Each_Fault_Of_A_Database_Is_Told_With_What_To_Do()
    {
        var silent = new PostgreSqlSilo("c", "10.0.0.3:11111", "Active", TimeSpan.FromHours(1));
        (PostgreSqlFindings Found, string Name, FindingStatus Status, string Says)[] faults =
        [
            (Sound with { Version = new Version(13, 9) }, "database", FindingStatus.Failed, "14 or newer"),
            (Sound with { IsStandby = true }, "database", FindingStatus.Failed, "primary"),
            (Sound with { Clock = Now.AddSeconds(10) }, "database clock", FindingStatus.Warning, "10.0 s ahead of"),
            (Sound with { Clock = Now.AddMinutes(-2) }, "database clock", FindingStatus.Failed, "120.0 s behind"),
            (Sound with { Schema = null }, "database rights", FindingStatus.Failed, "create schema"),
            (Sound with { MayUse = false }, "database rights", FindingStatus.Failed, "grant usage"),
            (Sound with { MayCreate = false }, "database rights", FindingStatus.Warning, "grant create"),
            (Sound with { MayCreate = false, Migration = 0 }, "database rights", FindingStatus.Failed, "grant create"),
            (Sound with { Fsync = "off" }, "durability", FindingStatus.Failed, "fsync = on"),
            (Sound with { SynchronousCommit = "off" }, "durability", FindingStatus.Failed, "connection string"),
            (Sound with { FullPageWrites = "off" }, "durability", FindingStatus.Warning, "ZFS"),
            (Sound with { Migration = 7 }, "store", FindingStatus.Failed, "newer Krewe"),
            (Sound with { Migration = 5 }, "store", FindingStatus.Warning, "backup"),
            (Sound with { MaxConnections = 20 }, "connections", FindingStatus.Warning, "max_connections"),
            (Sound with { Silos = [.. Sound.Silos, silent] }, "cluster", FindingStatus.Warning, "c (10.0.0.3:11111)"),
        ];
        foreach (var (found, name, status, says) in faults)
        {
            var finding = Assert.Single(DatabaseDiagnosis.Judge(found), finding => finding.Status is FindingStatus.Failed or FindingStatus.Warning);
            Assert.Equal((name, status), (finding.Name, finding.Status));
            Assert.Contains(says, $"{finding.Message} {finding.Advice}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Machine_Without_Anything_Says_What_Follows_From_It()
    {
        var findings = await new MachineDiagnosis((_, _) => Task.FromResult<string?>(null)).RunAsync(CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken);

        var views = findings.Single(finding => finding.Name == "private views");
        Assert.Equal(FindingStatus.Warning, views.Status);
        Assert.Contains("user.max_user_namespaces", views.Advice, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Skipped, findings.Single(finding => finding.Name == "containers").Status);
    }

    [Fact]
    public async Task Server_That_Is_Well_Is_Asked_For_All_And_The_Command_Succeeds()
    {
        var cli = new CliRun(new FakeWorkflowService());

        var code = await cli.RunAsync("doctor", "--server", "krewe.example:2746", "-o", "json");

        var found = JsonNode.Parse(cli.Out)!;
        Assert.Equal(ExitCodes.Success, code);
        Assert.True((bool)found["ok"]!);
        Assert.Equal(["server", "server clock", "token", "version", "webhooks"], found["findings"]!.AsArray().Select(finding => (string?)finding!["name"]));
        Assert.Contains("this program is v", (string?)found["findings"]![3]!["message"], StringComparison.Ordinal);
        Assert.Equal("Warning", (string?)found["findings"]![4]!["status"]);
    }

    [Fact]
    public async Task Server_That_Is_Not_Ready_Fails_The_Command_With_Its_Causes()
    {
        var service = new FakeWorkflowService { Health = HealthReport.Of(Now, new HealthCheck("store", false, "the store cannot be read"), new HealthCheck("silo", true)) };
        var cli = new CliRun(service);

        var code = await cli.RunAsync("doctor", "--server", "krewe.example:2746");

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("store: the store cannot be read", cli.Out, StringComparison.Ordinal);
        Assert.Contains("1 problem, 2 warnings.", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_That_Cannot_Be_Reached_Is_The_Only_Finding()
    {
        await using var nobody = new RemoteWorkflowService(new ServerAddress { Address = new Uri("http://127.0.0.1:1") });

        var findings = await new ServerDiagnosis(nobody, "x", "v1", TimeProvider.System).RunAsync(CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken);

        var finding = Assert.Single(findings);
        Assert.Equal(("server", FindingStatus.Failed), (finding.Name, finding.Status));
        Assert.Contains("127.0.0.1:1", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_Folder_Is_Looked_At_And_Left_As_It_Was()
    {
        File.WriteAllText(Path.Combine(_folder, "config.yaml"), "nonsense: true\n");
        File.WriteAllText(Path.Combine(_folder, "krewe.db"), "this is no database, however long one reads in it");

        var findings = new DataDiagnosis(new DataFolder(_folder), isServed: false, hasDatabase: false).Run().ToDictionary(finding => finding.Name, StringComparer.Ordinal);

        Assert.Equal(FindingStatus.Good, findings["data folder"].Status);
        Assert.Equal(FindingStatus.Failed, findings["settings"].Status);
        Assert.Contains("nonsense", findings["settings"].Message, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Failed, findings["store"].Status);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder).Count());
    }

    [Fact]
    public void Folder_That_Is_Not_There_Yet_Is_Judged_By_Where_It_Would_Be()
    {
        var findings = new DataDiagnosis(new DataFolder(Path.Combine(_folder, "a", "b")), isServed: false, hasDatabase: false).Run().ToList();

        Assert.Contains(findings, finding => finding is { Name: "data folder", Status: FindingStatus.Good } && finding.Message.Contains("not there yet", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Name: "store", Status: FindingStatus.Skipped });
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
