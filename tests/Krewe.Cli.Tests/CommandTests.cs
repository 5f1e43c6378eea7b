using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private const string Hello =
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          name: hello
        spec:
          entrypoint: main
          templates:
            - name: main
              container: {image: busybox, command: [echo], args: [hi]}
        """;

    private readonly FakeWorkflowService _service = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sync create w --limit 3", "create limit DATABASE default//w 3", "Sync limit w created in namespace default with limit 3")]
    [InlineData("sync update w --limit 4 --type configmap --cm-name m", "update limit CONFIGMAP default/m/w 4", "Sync limit w updated in namespace default with limit 4")]
    [InlineData("sync get w", "get limit DATABASE default//w 7", "Sync limit w in namespace default: 7")]
    [InlineData("sync delete w", "delete limit DATABASE default//w 0", "Sync limit w in namespace default deleted")]
    public async Task Sync_Limits_Reach_The_Engine(string line, string call, string said)
    {
        var cli = new CliRun(_service);

        Assert.Equal(ExitCodes.Success, await cli.RunAsync(line.Split(' ')));
        Assert.Contains(call, _service.Calls);
        Assert.Contains(said, cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lits", "unknown command \"lits\"; did you mean \"list\"?")]
    [InlineData("run --entrypont x", "unknown flag \"--entrypont\"; did you mean \"--entrypoint\"?")]
    [InlineData("template lint", "requires at least 1 arg(s), only received 0")]
    [InlineData("list --older soon", "\"soon\" is not a duration")]
    [InlineData("get x -o xml", "xml")]
    public async Task Wrong_Command_Lines_Are_Explained_With_Exit_Code_2(string line, string expected)
    {
        var cli = new CliRun(_service);

        Assert.Equal(ExitCodes.Usage, await cli.RunAsync(line.Split(' ')));
        Assert.Contains(expected, cli.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Fact]
    public async Task Help_Shows_Examples_And_The_Name_Of_The_Program()
    {
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("run", "--help"));
        Assert.Contains("krewe run [<FILE>...] [options]", cli.Out, StringComparison.Ordinal);
        Assert.Contains("  krewe run samples/hello.yaml\n", cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkflowPhase.Succeeded, 0)]
    [InlineData(WorkflowPhase.Failed, 1)]
    [InlineData(WorkflowPhase.Error, 1)]
    public async Task Run_Ends_With_The_Runs_Result(string phase, int exitCode)
    {
        _service.Add("hello", phase);
        var cli = new CliRun(_service);

        Assert.Equal(exitCode, await cli.RunAsync("run", File(Hello)));
        Assert.Contains($"Status:              {phase}", cli.Out, StringComparison.Ordinal);
        Assert.Equal(["create", "watch hello deltas"], _service.Calls);
    }

    [Fact]
    public async Task Run_Explains_A_Failure_With_The_Last_Log_Lines()
    {
        var failed = new NodeStatus { Id = "hello", Name = "hello", DisplayName = "hello", Type = NodeType.Pod, Phase = NodePhase.Failed, Message = "main: Error (exit code 3)" };
        _service.Add("hello", WorkflowPhase.Failed, nodes => nodes["hello"] = failed);
        _service.Logs.Add(new LogLine { Content = "no such file", PodName = "hello" });
        var cli = new CliRun(_service);

        await cli.RunAsync("run", File(Hello));

        Assert.Contains("✖ hello Failed: main: Error (exit code 3)", cli.Out, StringComparison.Ordinal);
        Assert.EndsWith("    no such file\n", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Sends_Parameters_Of_File_And_Command_Line_In_That_Order()
    {
        var parameters = File("message: from file\ncount: 3\nlist: [1, two]\n", "params.yaml");
        var cli = new CliRun(_service);

        await cli.RunAsync("run", File(Hello), "-f", parameters, "-p", "message=last", "--entrypoint", "other", "-l", "a=b", "--shim", "busybox=sh", "-n", "team", "-o", "name");

        var request = Assert.Single(_service.Created_);
        Assert.Equal(["message=from file", "count=3", "list=[1,\"two\"]", "message=last"], request.SubmitOptions!.Parameters);
        Assert.Equal(("other", "a=b", "team"), (request.SubmitOptions.Entrypoint, request.SubmitOptions.Labels, request.Namespace));
        Assert.Equal("sh", request.Settings!.Shims!["busybox"]);
        Assert.Equal("hello\n", cli.Out);
    }

    [Fact]
    public async Task Run_Stores_Definitions_Of_The_Files_First()
    {
        var template = Hello.Replace("kind: Workflow", "kind: WorkflowTemplate", StringComparison.Ordinal).Replace("name: hello", "name: lib", StringComparison.Ordinal);
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("run", File(template + "\n---\n" + Hello)));
        Assert.Equal(["create WorkflowTemplate default/lib", "create", "watch hello deltas"], _service.Calls);
    }

    [Fact]
    public async Task Bad_Manifests_Are_Refused_With_Places_Before_Any_Engine_Is_Asked()
    {
        var file = File(Hello.Replace("entrypoint:", "entrypont:", StringComparison.Ordinal));
        var cli = new CliRun(_service);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync("submit", file));
        Assert.Contains($"{file}:6:3: error: ", cli.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"entrypoint\"", cli.Error, StringComparison.Ordinal);
        Assert.Contains($"yaml file is not valid: {file} index=0 (1 error)", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Fact]
    public async Task Run_Tells_What_Is_Wrong_Once()
    {
        var one = new CliRun(_service);
        var file = File(Hello.Replace("entrypoint:", "entrypont:", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Failure, await one.RunAsync("run", file));
        Assert.Equal($"{file}:6:3: error: unknown field \"spec.entrypont\"; did you mean \"entrypoint\"?\n", one.Error);

        var two = new CliRun(_service);
        file = File(Hello.Replace("entrypoint:", "entrypont:", StringComparison.Ordinal).Replace("templates:", "templtes:", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Failure, await two.RunAsync("run", file));
        Assert.EndsWith($"Error: 2 errors in {file}\n", two.Error, StringComparison.Ordinal);

        // What the engine finds is told at its place, and not again without one.
        var three = new CliRun(_service);
        _service.Failure = new KreweException(KreweErrorCode.InvalidArgument, "templates.hello is wrong", [new ErrorDiagnostic("templates.hello is wrong", "spec.entrypoint")]);
        file = File(Hello);
        Assert.Equal(ExitCodes.Failure, await three.RunAsync("run", file));
        Assert.Equal($"{file}:6:3: error: spec.entrypoint: templates.hello is wrong\n", three.Error);
    }

    [Fact]
    public async Task Submit_Reads_Standard_Input_And_Prints_Without_An_Engine_On_Dry_Run()
    {
        var cli = new CliRun(_service, input: Hello);

        Assert.Equal(0, await cli.RunAsync("submit", "-", "--dry-run", "-o", "yaml", "-l", "test=true", "-p", "x=1"));
        Assert.Contains("    test: 'true'", cli.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("uid:", cli.Out, StringComparison.Ordinal);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Fact]
    public async Task Submit_From_Sends_Kind_And_Name()
    {
        _service.Add("started");
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("submit", "--from", "workflowtemplate/lib", "-p", "a=b"));
        Assert.Equal(["submit default workflowtemplate/lib"], _service.Calls);
    }

    [Fact]
    public async Task Submit_Says_So_When_No_Engine_Stays_Up()
    {
        var cli = new CliRun(_service, running: false);

        Assert.Equal(0, await cli.RunAsync("submit", File(Hello)));
        Assert.Contains("krewe server", cli.Error, StringComparison.Ordinal);
    }

    /// <summary>Two commands of one name would hide each other.</summary>
    [Fact]
    public async Task Every_Command_Has_A_Name_Of_Its_Own()
    {
        var cli = new CliRun(_service);

        await cli.RunAsync("--help");

        var lines = cli.Out.Split('\n').SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.Trim().Length > 0).Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ');
        var names = lines.SelectMany(line => line.Trim().Split("  ")[0].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word[0] is not ('<' or '['))).ToList();
        Assert.Contains("queue", names);
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task Queue_Tells_What_A_Run_Waits_For_And_What_All_Do()
    {
        _service.Waits.Add(new Waiting
        {
            Reason = WaitReason.Lock,
            Message = "default/Mutex/x is held 1 of 1 times; 2 of 3 in line",
            NodeId = "n1",
            NodeName = "deploy",
            Since = FakeWorkflowService.Created,
            Until = FakeWorkflowService.Created.AddMinutes(65),
            Position = 2,
            QueueLength = 3,
            Holders = [new LockUser { Holder = "default/other", Since = FakeWorkflowService.Created.AddMinutes(3) }],
        });
        var (one, all) = (new CliRun(_service), new CliRun(_service));

        await one.RunAsync("queue", "build");
        await all.RunAsync("queue", "-A");

        Assert.Equal("deploy: Lock (for 5m, 1h to go)\n  default/Mutex/x is held 1 of 1 times; 2 of 3 in line\n  held by default/other for 2m\n", one.Out);
        Assert.Contains("default     build   5m      Lock     2/3     3          default/Mutex/x", all.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_Shows_Changes_And_One_In_Full()
    {
        _service.Changes.Add(new AuditEntry
        {
            Id = "01a",
            At = FakeWorkflowService.Created,
            Actor = "ann",
            Via = Actor.Process,
            Action = "stop",
            Kind = "workflows",
            Namespace = "default",
            Name = "build",
            Outcome = "Refused",
            Message = "it is over",
        });
        var (table, one) = (new CliRun(_service), new CliRun(_service));

        await table.RunAsync("audit", "--actor", "ann", "--since", "1d", "--outcome", "Refused", "-o", "wide");
        await one.RunAsync("audit", "01a");

        Assert.Equal(("default", "ann", "Refused"), (_service.LastAuditQuery!.Namespace, _service.LastAuditQuery.Actor, _service.LastAuditQuery.Outcome));
        Assert.Contains("01a   5m    ann (process)   stop     workflows   default     build   Refused   it is over", table.Out, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"Refused\"", one.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Turns_Flags_Into_A_Query()
    {
        _service.Add("nightly-1");
        var cli = new CliRun(_service);

        await cli.RunAsync("list", "-A", "--status", "Failed,Error", "--prefix", "nightly-", "--since", "1d", "-l", "app=x", "--running", "--filter", "duration:>10m");

        var query = _service.LastQuery!;
        Assert.Equal((Namespaces.All, "nightly-", "app=x,workflows.argoproj.io/completed!=true"), (query.Namespace, query.Name, query.LabelSelector));
        Assert.Equal(["Failed", "Error"], query.Phases);
        Assert.Equal("duration:>10m", query.Filter);
        Assert.Equal(FakeWorkflowService.Created.AddMinutes(5).AddDays(-1), query.CreatedAfter);
        Assert.Contains("nightly-1", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Of_A_Missing_Run_Fails_As_Argo_Does()
    {
        var cli = new CliRun(_service);

        Assert.Equal(1, await cli.RunAsync("get", "nothing"));
        Assert.Equal("Error: workflows.argoproj.io \"nothing\" not found\n", cli.Error);
        Assert.Empty(cli.Out);
    }

    [Fact]
    public async Task Unexpected_Errors_Show_No_Stack_Unless_Asked()
    {
        var broken = new CliRun(new FakeWorkflowService { Runs = { ["x"] = null! } });
        Assert.Equal(1, await broken.RunAsync("get", "x"));
        Assert.DoesNotContain("   at ", broken.Error, StringComparison.Ordinal);

        var debugged = new CliRun(new FakeWorkflowService { Runs = { ["x"] = null! } });
        await debugged.RunAsync("get", "x", "--debug");
        Assert.Contains("   at ", debugged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_Pass_Their_Flags_On_And_Prefix_The_Pod()
    {
        _service.Add("hello");
        _service.Logs.Add(new LogLine { Content = "hi", PodName = "hello-main-1", Time = FakeWorkflowService.Created });
        var cli = new CliRun(_service);

        await cli.RunAsync("logs", "@latest", "step-1", "-f", "--grep", "h.", "--tail", "7", "--since", "1m", "-c", "wait", "--timestamps");

        var query = _service.LastLogQuery!;
        Assert.Equal(("@latest", "step-1", true, "h.", 7L, "wait"), (query.Run.Name, query.Node, query.Follow, query.Grep, query.TailLines, query.Container));
        Assert.Equal(FakeWorkflowService.Created.AddMinutes(4), query.Since);
        Assert.Equal("hello-main-1: 2026-03-04T10:00:00.0000000Z hi\n", cli.Out);
    }

    [Theory]
    [InlineData("stop hello --message why --node-field-selector phase=Running", "stop hello", "workflow hello stopped\n")]
    [InlineData("terminate @latest", "terminate @latest", "workflow hello terminated\n")]
    [InlineData("suspend hello", "suspend hello", "workflow hello suspended\n")]
    [InlineData("resume hello", "resume hello", "workflow hello resumed\n")]
    [InlineData("node set hello --phase Succeeded -p a=b=c", "set hello", "workflow values set\n")]
    [InlineData("delete hello", "delete hello", "Workflow 'hello' deleted\n")]
    [InlineData("delete gone", "delete gone", "Workflow 'gone' not found\n")]
    public async Task Steering_Says_What_It_Did_In_Argos_Words(string line, string call, string output)
    {
        _service.Add("hello");
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync(line.Split(' ')));
        Assert.Equal([call], _service.Calls);
        Assert.Equal(output, cli.Out);
    }

    [Theory]
    [InlineData("stop --dry-run basic", "workflow basic stopped (dry-run)\n")]
    [InlineData("terminate --dry-run @latest", "workflow @latest terminated (dry-run)\n")]
    public async Task Dry_Runs_Ask_No_Engine(string line, string output)
    {
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync(line.Split(' ')));
        Assert.Equal(output, cli.Out);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("stop")]
    [InlineData("retry")]
    [InlineData("template delete")]
    public async Task Acting_On_Nothing_Is_An_Error(string line)
    {
        var cli = new CliRun(_service);

        Assert.Equal(ExitCodes.Failure, await cli.RunAsync(line.Split(' ')));
        Assert.DoesNotContain("deleted", cli.Out, StringComparison.Ordinal);
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task Templates_Are_Created_Shown_Listed_And_Deleted()
    {
        var file = File(Hello.Replace("kind: Workflow", "kind: WorkflowTemplate", StringComparison.Ordinal));
        foreach (var (line, expected) in new[]
        {
            ($"template create {file}", "Name:                hello\nNamespace:           default\nCreated:"),
            ("template get hello -o yaml", "entrypoint: main"),
            ("template list", "NAME    AGE\nhello   5m\n"),
            ("template delete hello", "WorkflowTemplate 'hello' deleted\n"),
        })
        {
            var cli = new CliRun(_service);
            Assert.Equal(0, await cli.RunAsync(line.Split(' ')));
            Assert.Contains(expected, cli.Out, StringComparison.Ordinal);
        }

        var missing = new CliRun(_service);
        Assert.Equal(1, await missing.RunAsync("template", "get", "not-found"));
        Assert.Contains("\"not-found\" not found", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cp_Writes_Output_Artifacts_Below_The_Folder()
    {
        var node = new NodeStatus
        {
            Id = "hello",
            Name = "hello",
            Type = NodeType.Pod,
            TemplateName = "main",
            Outputs = new Outputs { Artifacts = [new Artifact { Name = "one" }, new Artifact { Name = "two" }] },
        };
        _service.Add("hello", nodes: nodes => nodes["hello"] = node);
        var cli = new CliRun(_service);

        Assert.Equal(0, await cli.RunAsync("cp", "hello", _folder, "--artifact-name", "one", "--path", "/{templateName}/{artifactName}/"));
        Assert.Equal("Created \"one.tgz\"\n", cli.Out);
        Assert.Equal("hello/one/False", await System.IO.File.ReadAllTextAsync(Path.Combine(_folder, "main", "one", "one.tgz")));
    }

    private string File(string text, string name = "file.yaml")
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
