using System.Net.Sockets;
using System.Text;
using Krewe.Api;
using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Tests;

/// <summary>The socket client and the endpoints, over a real Unix socket, in front of a fake service.</summary>
public sealed class SocketContractTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-socket-").FullName;
    private readonly FakeWorkflowService _service = new();
    private ApiServer _server = null!;
    private RemoteWorkflowService _client = null!;

    private string Socket => Path.Combine(_folder, "krewe.sock");

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.StartAsync(_service, Socket);
        _client = new RemoteWorkflowService(Socket);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Create_Carries_Options_Settings_And_Request_Id()
    {
        var workflow = new Workflow { ApiVersion = "argoproj.io/v1alpha1", Kind = "Workflow", Metadata = new ObjectMeta { GenerateName = "a-" }, Spec = new WorkflowSpec { Entrypoint = "main" } };
        var request = new CreateRunRequest
        {
            Namespace = "team",
            Workflow = workflow,
            RequestId = "r1",
            SubmitOptions = new SubmitOptions { Entrypoint = "e", Parameters = ["a=b"] },
            Settings = new RunSettings { Runtime = "podman", Shims = new Dictionary<string, string> { ["x"] = "y" } },
        };

        var created = await _client.CreateAsync(request);

        Assert.Equal(("a-abcde", "team"), (created.Metadata.Name, created.Metadata.Namespace));
        var seen = Assert.Single(_service.Created_);
        Assert.Equal(("r1", "e", "podman"), (seen.RequestId, seen.SubmitOptions!.Entrypoint, seen.Settings!.Runtime));
        Assert.Equal("y", seen.Settings.Shims!["x"]);
        Assert.Equal("main", seen.Workflow.Spec.Entrypoint);
    }

    [Fact]
    public async Task Usage_Carries_Days_Groupings_And_Filter()
    {
        _service.Usage = new UsageReport
        {
            From = new DateOnly(2026, 1, 1),
            To = new DateOnly(2026, 1, 2),
            Since = DateTimeOffset.UnixEpoch,
            By = ["day", "label.team"],
            Total = new UsageNumbers { Runs = 1, RunsByPhase = new Dictionary<string, long>(), StepsByPhase = new Dictionary<string, long>(), ResourcesDuration = new Dictionary<string, long> { ["cpu"] = 3 } },
            Items = [],
            IsWhole = true,
        };

        var report = await _client.GetUsageAsync(new UsageQuery { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 1, 2), By = ["day", "label.team"], Namespace = "team", Filter = "folder:a b,c", Limit = 7 });

        Assert.Equal((1, 3, new DateOnly(2026, 1, 2)), (report.Total.Runs, report.Total.ResourcesDuration["cpu"], report.To));
        var asked = _service.AskedUsage!;
        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), "team", "folder:a b,c", 7), (asked.From, asked.To, asked.Namespace, asked.Filter, asked.Limit));
        Assert.Equal(["day", "label.team"], asked.By);
    }

    [Fact]
    public async Task Errors_Keep_Code_Message_And_Diagnostics()
    {
        _service.Failure = new KreweException(KreweErrorCode.FailedPrecondition, "not now", [new ErrorDiagnostic("bad", "spec.x", "f.yaml", 3, 4, "do y")]);

        var error = await Assert.ThrowsAsync<KreweException>(() => _client.GetAsync(new RunRef("default", "x")));

        Assert.Equal((KreweErrorCode.FailedPrecondition, "not now"), (error.Code, error.Message));
        Assert.Equal(_service.Failure.Diagnostics, error.Diagnostics);
    }

    [Fact]
    public async Task Unknown_Keys_Are_Refused_At_This_Door_Too()
    {
        var answer = await RawAsync("POST", "/api/v1/workflows/default", """{"workflow":{"spec":{"entrypont":"main"}}}""");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":3", answer, StringComparison.Ordinal);
        Assert.Contains("did you mean", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Takes_Names_Latest_And_Uid()
    {
        _service.Add("one");
        _service.Add("two words");

        Assert.Equal("two words", (await _client.GetAsync(new RunRef("default", "two words"))).Metadata.Name);
        Assert.Equal("two words", (await _client.GetAsync(new RunRef("default", RunRef.Latest))).Metadata.Name);
        Assert.Equal("one", (await _client.GetAsync(new RunRef("default", "whatever", "uid-one"))).Metadata.Name);
        var error = await Assert.ThrowsAsync<KreweException>(() => _client.GetAsync(new RunRef("default", "none")));
        Assert.Equal((KreweErrorCode.NotFound, "workflows.argoproj.io \"none\" not found"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("", "default")]
    [InlineData("default", "default")]
    public async Task List_Carries_The_Whole_Query(string @namespace, string _)
    {
        _service.Add("one", nodes: nodes => nodes["one"] = new NodeStatus { Id = "one", Name = "one", Type = NodeType.Pod });
        var query = new ListRunsQuery
        {
            Namespace = @namespace,
            LabelSelector = "a in (b,c),!d",
            FieldSelector = "metadata.namespace=x",
            Name = "on",
            NameFilter = "Contains",
            Phases = ["Failed", "Error"],
            CreatedAfter = FakeWorkflowService.Created,
            FinishedBefore = FakeWorkflowService.Created.AddDays(1),
            Limit = 5,
            Continue = "50",
        };

        var list = await _client.ListAsync(query);

        Assert.Null(Assert.Single(list.Items).Status!.Nodes);
        var seen = _service.LastQuery!;
        Assert.Equal(["Failed", "Error"], seen.Phases);
        Assert.Equal(query with { Phases = seen.Phases }, seen);
    }

    [Fact]
    public async Task Actions_Carry_Their_Options()
    {
        _service.Add("run");
        var run = new RunRef("default", "run", "uid-run");

        await _client.StopAsync(run, new StopOptions { NodeFieldSelector = "phase=Running", Message = "why" });
        Assert.Equal(new StopOptions { NodeFieldSelector = "phase=Running", Message = "why" }, _service.LastOptions);
        await _client.ResumeAsync(run, new ResumeOptions { NodeFieldSelector = "id=x" });
        Assert.Equal(new ResumeOptions { NodeFieldSelector = "id=x" }, _service.LastOptions);
        await _client.RetryAsync(run, new RetryOptions { RestartSuccessful = true, Parameters = ["a=b"] });
        Assert.Equal(["a=b"], Assert.IsType<RetryOptions>(_service.LastOptions).Parameters);
        await _client.ResubmitAsync(run, new ResubmitOptions { Memoized = true, RequestId = "again" });
        Assert.Equal((true, "again"), (((ResubmitOptions)_service.LastOptions).Memoized, ((ResubmitOptions)_service.LastOptions).RequestId));
        await _client.SetNodeAsync(run, new SetNodeOptions { Phase = "Failed", OutputParameters = new Dictionary<string, string> { ["k"] = "v" } });
        Assert.Equal("v", Assert.IsType<SetNodeOptions>(_service.LastOptions).OutputParameters!["k"]);
        await _client.TerminateAsync(run);
        await _client.SuspendAsync(run);
        await _client.DeleteAsync(run, new DeleteOptions { Force = true });
        Assert.Equal(["stop run", "resume run", "retry run", "resubmit run", "set run", "terminate run", "suspend run", "delete run force"], _service.Calls);
    }

    [Fact]
    public async Task Watch_Streams_Updates_And_Ends_With_The_Run()
    {
        _service.Add("run");
        _service.Updates = System.Threading.Channels.Channel.CreateUnbounded<WorkflowUpdate>();
        var run = _service.Runs["run"];
        _service.Updates.Writer.TryWrite(new WorkflowUpdate { Type = UpdateType.Added, Object = run });
        _service.Updates.Writer.TryWrite(new WorkflowUpdate { Type = UpdateType.Modified, Object = run, IsDelta = true, RemovedNodes = ["gone"] });
        _service.Updates.Writer.Complete();

        var updates = new List<WorkflowUpdate>();
        await foreach (var update in _client.WatchAsync(new RunRef("default", "run"), new WatchOptions { Deltas = true }))
        {
            updates.Add(update);
        }

        Assert.Equal([(UpdateType.Added, false), (UpdateType.Modified, true)], updates.Select(update => (update.Type, update.IsDelta)));
        Assert.Equal(["gone"], updates[1].RemovedNodes);
        Assert.Contains("watch run deltas", _service.Calls);
    }

    [Fact]
    public async Task Watching_What_Is_Not_There_Is_Not_Found()
    {
        var error = await Assert.ThrowsAsync<KreweException>(async () =>
        {
            await foreach (var _ in _client.WatchAsync(new RunRef("default", "none"), new WatchOptions()))
            {
            }
        });

        Assert.Equal(KreweErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task Logs_Stream_With_All_Flags_And_Fail_In_The_Stream()
    {
        _service.Add("run");
        _service.Logs.Add(new LogLine { Content = "hi \"there\"", PodName = "pod", NodeId = "n", Time = FakeWorkflowService.Created, Container = "main", Stream = "stderr" });
        var query = new LogQuery { Run = new RunRef("default", RunRef.Latest), Node = "n", Container = "wait", Follow = true, TailLines = 3, Since = FakeWorkflowService.Created, Grep = "a+b", Selector = "x=y" };

        var lines = new List<LogLine>();
        await foreach (var line in _client.ReadLogsAsync(query))
        {
            lines.Add(line);
        }

        Assert.Equal(_service.Logs, lines);
        Assert.Equal(query with { Run = new RunRef("default", "run", "uid-run") }, _service.LastLogQuery);
    }

    [Fact]
    public async Task A_Bad_Pattern_Is_Refused_Before_The_Stream()
    {
        _service.Add("run");

        var error = await Assert.ThrowsAsync<KreweException>(async () =>
        {
            await foreach (var _ in _client.ReadLogsAsync(new LogQuery { Run = new RunRef("default", "run"), Grep = "(" }))
            {
            }
        });

        Assert.Equal(KreweErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task Event_Streams_Are_Server_Sent_Events_For_Those_Who_Ask()
    {
        _service.Add("run");

        var answer = await RawAsync("GET", "/api/v1/workflow-events/default?fields=result.type,result.object.metadata.name", "", "Accept: text/event-stream\r\n");

        Assert.Contains("Content-Type: text/event-stream", answer, StringComparison.Ordinal);
        Assert.Contains("data: {\"result\":{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"run\"}}}}\n\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definitions_Of_Each_Kind_Go_There_And_Back()
    {
        ArgoResource[] definitions =
        [
            new WorkflowTemplate { ApiVersion = "argoproj.io/v1alpha1", Kind = "WorkflowTemplate", Metadata = new ObjectMeta { Name = "t" } },
            new ClusterWorkflowTemplate { ApiVersion = "argoproj.io/v1alpha1", Kind = "ClusterWorkflowTemplate", Metadata = new ObjectMeta { Name = "c" } },
            new CronWorkflow { ApiVersion = "argoproj.io/v1alpha1", Kind = "CronWorkflow", Metadata = new ObjectMeta { Name = "n" }, Spec = new CronWorkflowSpec { Schedules = ["* * * * *"] } },
        ];
        foreach (var definition in definitions)
        {
            var kind = Krewe.Client.Wire.ResourceRoutes.KindOf(definition);
            var reference = new ResourceRef(kind, "default", definition.Metadata.Name!);
            Assert.Equal(definition.GetType(), (await _client.CreateResourceAsync("default", definition)).GetType());
            Assert.Equal(KreweErrorCode.AlreadyExists, (await Assert.ThrowsAsync<KreweException>(() => _client.CreateResourceAsync("default", definition))).Code);
            Assert.Equal(definition.Metadata.Name, (await _client.GetResourceAsync(reference)).Metadata.Name);
            Assert.Single((await _client.ListResourcesAsync(new ListResourcesQuery { Kind = kind })).Items);
            await _client.UpdateResourceAsync("default", definition);
            await _client.LintResourceAsync("default", definition);
            if (kind == ResourceKind.CronWorkflow)
            {
                Assert.True((await _client.SetCronSuspendedAsync("default", "n", suspended: true)).Spec.Suspend);
            }

            await _client.DeleteResourceAsync(reference);
            Assert.Equal(KreweErrorCode.NotFound, (await Assert.ThrowsAsync<KreweException>(() => _client.GetResourceAsync(reference))).Code);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Artifacts_Stream_With_Their_Names(bool isInput)
    {
        _service.Add("run");

        await using var content = await _client.OpenArtifactAsync(new ArtifactRef(new RunRef("default", "run", "uid-run"), "node", "größe", isInput));
        using var reader = new StreamReader(content.Stream);

        Assert.Equal(("größe.tgz", "application/gzip"), (content.FileName, content.ContentType));
        Assert.Equal($"node/größe/{isInput}", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Version_And_Info_Are_Served()
    {
        Assert.Equal("v9.9.9", (await _client.GetVersionAsync()).Version);
        Assert.Equal("ours", (await _client.GetInfoAsync()).ManagedNamespace);
    }

    [Fact]
    public async Task Only_The_Owner_May_Open_The_Socket_And_It_Goes_With_The_Server()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        Assert.True(await RemoteWorkflowService.IsAnsweringAsync(Socket));

        await _server.DisposeAsync();

        Assert.False(await RemoteWorkflowService.IsAnsweringAsync(Socket));
        Assert.False(_service.IsDisposed);
        Assert.Equal(KreweErrorCode.Unavailable, (await Assert.ThrowsAsync<KreweException>(() => _client.GetVersionAsync())).Code);
    }

    private async Task<string> RawAsync(string method, string path, string body, string headers = "")
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: krewe\r\nConnection: close\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
