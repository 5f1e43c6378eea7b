using System.Text.Json.Nodes;
using Krewe.Cli.Engine;
using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Testing;

namespace Krewe.Cli.Tests;

/// <summary><c>krewe folders</c> and <c>krewe folders move</c>.</summary>
public sealed class FolderCommandTests : IDisposable
{
    private readonly FakeWorkflowService _service = new()
    {
        Folders =
        {
            new FolderItem { Namespace = "default", Path = "team", Runs = 12, WorkflowTemplates = 3, CronWorkflows = 1, Views = 2 },
            new FolderItem { Namespace = "default", Path = "team/ci", Runs = 10, WorkflowTemplates = 2, WorkflowEventBindings = 1 },
            new FolderItem { Namespace = "default", Path = "team-b", Runs = 1 },
        },
    };

    private readonly string _data = Directory.CreateDirectory($"/var/tmp/krewe-folders-{Guid.NewGuid():n}").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Folders_Are_A_Table()
    {
        var (plain, wide) = (new CliRun(_service), new CliRun(_service));

        Assert.Equal(0, await plain.RunAsync("folders", "--folder", "team"));
        Assert.Equal("default", _service.AskedFolders!.Namespace);
        Assert.Equal(0, await wide.RunAsync("folders", "-A", "-o", "wide", "--no-headers"));
        Assert.Equal(Namespaces.All, _service.AskedFolders.Namespace);

        Assert.Equal(
            """
            FOLDER    RUNS   TEMPLATES   CRON WORKFLOWS   EVENT BINDINGS   VIEWS
            team      12     3           1                0                2
            team/ci   10     2           0                1                0

            """,
            plain.Out);
        Assert.Equal(["default team 12 3 1 0 2", "default team/ci 10 2 0 1 0", "default team-b 1 0 0 0 0", ""], wide.Out.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Folders_As_Names_Json_And_Yaml()
    {
        var (names, json, yaml, none) = (new CliRun(_service), new CliRun(_service), new CliRun(_service), new CliRun());

        await names.RunAsync("folders", "-o", "name");
        await json.RunAsync("folders", "-o", "json");
        await yaml.RunAsync("folders", "-o", "yaml", "--folder", "team-b");
        await none.RunAsync("folders");

        Assert.Equal("team\nteam/ci\nteam-b\n", names.Out);
        Assert.Equal(12, (int)JsonNode.Parse(json.Out)!["items"]![0]!["runs"]!);
        Assert.Contains("  namespace: default\n  path: team-b\n  runs: 1\n", yaml.Out, StringComparison.Ordinal);
        Assert.Equal("No folders found\n", none.Out);
    }

    [Fact]
    public async Task Move_Puts_Definitions_Into_A_Folder_And_Leaves_The_Rest_Of_Them()
    {
        Define(new WorkflowTemplate { Kind = "WorkflowTemplate", Metadata = new ObjectMeta { Name = "build", Annotations = new Dictionary<string, string> { ["a"] = "b" } }, Spec = new WorkflowSpec { Entrypoint = "main" } });
        Define(new CronWorkflow { Kind = "CronWorkflow", Metadata = In("team/ci", "nightly"), Spec = new CronWorkflowSpec() });
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("folders", "move", "template/build", "cwf/nightly", "--to", "team/ci"));

        Assert.Equal("WorkflowTemplate 'build' moved from no folder to team/ci\nCronWorkflow 'nightly' lies in team/ci already\n", cli.Out);
        var moved = (WorkflowTemplate)_service.Definitions[(ResourceKind.WorkflowTemplate, "build")];
        Assert.Equal(("team/ci", "b", "main"), (Folders.Of(moved.Metadata), moved.Metadata.Annotations!["a"], moved.Spec.Entrypoint));
        Assert.DoesNotContain("update CronWorkflow default/nightly", _service.Calls);
    }

    [Fact]
    public async Task Move_Of_A_Folder_Takes_All_Below_It_Along()
    {
        Define(new WorkflowTemplate { Metadata = In("old", "a"), Spec = new WorkflowSpec() });
        Define(new WorkflowEventBinding { Metadata = In("old/deep", "b") });
        Define(new WorkflowTemplate { Metadata = In("older", "c"), Spec = new WorkflowSpec() });
        var (dry, real, gone) = (new CliRun(_service), new CliRun(_service), new CliRun(_service));

        Assert.Equal(0, await dry.RunAsync("folders", "move", "--from", "old", "--to", "", "--dry-run"));
        Assert.Equal("WorkflowTemplate 'a' moved from old to no folder (dry-run)\nWorkflowEventBinding 'b' moved from old/deep to deep (dry-run)\n", dry.Out);
        Assert.Equal(0, await real.RunAsync("folders", "move", "--from", "old", "--to", "new/place"));
        Assert.NotEqual(0, await gone.RunAsync("folders", "move", "--from", "old", "--to", "x"));

        Assert.Equal(["new/place", "new/place/deep", "older"], _service.Definitions.Values.Select(definition => Folders.Of(definition.Metadata)));
        Assert.Contains("nothing that can be moved lies in folder \"old\" of namespace \"default\"", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_Of_A_Folder_Takes_Its_Views_Along_And_Writes_Over_None()
    {
        var view = new SavedView { Name = "red", Filter = "status:failed", Shared = true, Namespace = "default", Folder = "old/deep" };
        _service.Views.AddRange([view, view with { Folder = "older" }, view with { Namespace = "other" }, view with { Folder = null, Namespace = null }]);
        var (moved, over) = (new CliRun(_service), new CliRun(_service));

        Assert.Equal(0, await moved.RunAsync("folders", "move", "--from", "old", "--to", "new"));
        Assert.Equal("View 'red' moved from old/deep to new/deep\n", moved.Out);
        Assert.Equal(["/:red", "default/new/deep:red", "default/older:red", "other/old/deep:red"], _service.Views.Select(kept => $"{kept.Namespace}/{kept.Folder}:{kept.Name}").Order(StringComparer.Ordinal));
        Assert.All(_service.Views, kept => Assert.Equal("status:failed", kept.Filter));

        Assert.NotEqual(0, await over.RunAsync("folders", "move", "--from", "older", "--to", "new/deep"));
        Assert.Contains("there is a view \"red\" in folder \"new/deep\" already", over.Error, StringComparison.Ordinal);
        Assert.Equal(4, _service.Views.Count);
    }

    [Theory]
    [InlineData("move template/build", "--to")]
    [InlineData("move --to team", "needs names of definitions")]
    [InlineData("move template/build --from team --to x", "not both")]
    [InlineData("move build --to team", "\"build\" is not kind/name, such as template/build")]
    [InlineData("move workflow/build-1 --to team", "a run stays where it was started")]
    [InlineData("move cluster-template/build --to team", "belongs to no namespace")]
    [InlineData("move templat/build --to team", "there is no kind \"templat\"; there are template, cron, event-binding, event-source, sensor; did you mean \"template\"?")]
    [InlineData("move template/build --to team//ci", "--to: \"team//ci\" is not a folder")]
    [InlineData("move template/none --to team", "\"none\" not found")]
    [InlineData("--folder /team", "--folder: \"/team\" is not a folder")]
    [InlineData("mvoe", "did you mean \"move\"?")]
    public async Task Mistakes_Are_Told_And_Change_Nothing(string line, string said)
    {
        var cli = new CliRun(_service);

        Assert.NotEqual(0, await cli.RunAsync(["folders", .. line.Split(' ')]));
        Assert.Contains(said, cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_service.Calls, call => call.StartsWith("update", StringComparison.Ordinal));
    }

    /// <summary>The same commands against the engine of the data folder, started by each, and against a server at its port.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Folders_Are_Moved_And_Listed_By_A_Real_Engine(bool overHttp)
    {
        var data = new DataFolder(Path.Combine(_data, "data"));
        await using var server = overHttp ? new ServerProcess(data, "--port", "0") : null;
        string[] where = ["--data", data.Path];
        if (server is not null)
        {
            server.Launch();
            where = ["--server", (await server.ListeningAsync(TestContext.Current.CancellationToken)).ToString()];
        }

        var file = Path.Combine(_data, "build.yaml");
        await File.WriteAllTextAsync(file, "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: build}\nspec: {entrypoint: main, templates: [{name: main, suspend: {}}]}\n", TestContext.Current.CancellationToken);
        await RunAsync(where, "template", "create", file);

        Assert.Equal("WorkflowTemplate 'build' moved from no folder to team/ci\n", await RunAsync(where, "folders", "move", "template/build", "--to", "team/ci"));
        Assert.Equal("WorkflowTemplate 'build' moved from team/ci to group/ci\n", await RunAsync(where, "folders", "move", "--from", "team", "--to", "group"));
        Assert.Equal("default   group      0   1   0   0   0\ndefault   group/ci   0   1   0   0   0\n", await RunAsync(where, "folders", "--no-headers", "-o", "wide"));
    }

    private static async Task<string> RunAsync(string[] where, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext { Console = new CliConsole(output, error), Engines = new EngineConnector(EmbeddedEngine.StartAsync), Environment = static _ => null };
        Assert.True(await new KreweCommandLine(context).RunAsync([.. arguments, .. where], TestContext.Current.CancellationToken) == 0, error.ToString());
        return output.ToString();
    }

    private static ObjectMeta In(string folder, string name) => Folders.Put(new ObjectMeta { Name = name, Namespace = "default" }, folder);

    private void Define(ArgoResource definition) => _service.Definitions[(Client.Wire.ResourceRoutes.KindOf(definition), definition.Metadata.Name!)] = definition;
}
