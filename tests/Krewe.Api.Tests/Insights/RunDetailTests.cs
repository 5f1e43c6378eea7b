using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>What a run's page shows, on the real server.</summary>
public sealed class RunDetailTests(GatewayFixture server)
{
    [Fact]
    public async Task Failure_NamesTheStepAtFault_WithTheEndOfItsLog()
    {
        var name = await FailedAsync("page-failure");

        var failure = await GetAsync($"/runs/page-failure/{name}/failure");

        var cause = Assert.Single(failure["causes"]!.AsArray())!;
        Assert.Equal(("Failed", 1), ((string)failure["phase"]!, (int)failure["causeCount"]!));
        Assert.Equal(("test/unit", "unit(1:b)", "unit", 3, 2), ((string)cause["step"]!, (string)cause["displayName"]!, (string)cause["template"]!, (int)cause["exitCode"]!, (int)cause["attempts"]!));
        Assert.Contains("exit code 3", (string)cause["message"]!, StringComparison.Ordinal);
        var lines = cause["log"]!["lines"]!.AsArray();
        Assert.Equal([(1, "b line 1", "stdout"), (2, "b line 2", "stdout"), (3, "b line 3", "stdout"), (4, "it broke", "stderr")], lines.Select(line => ((int)line!["number"]!, (string)line["content"]!, (string)line["stream"]!)));
        var history = cause["history"]!;
        Assert.Equal(("Workflow", "failing", 1, 1), ((string)history["pipeline"]!["kind"]!, (string)history["pipeline"]!["name"]!, (int)history["failures"]!, (int)history["firstSeen"]!["number"]!));
        Assert.True((bool)history["isWhole"]!);
        Assert.Null(history["lastGood"]);
    }

    [Fact]
    public async Task Failure_SaysSinceWhenAStepFails_AndWhenItPassed()
    {
        const string space = "page-since";
        foreach (var code in new[] { 4, 0, 5, 6 })
        {
            await FailedAsync(space, code);
        }

        var name = await FailedAsync(space, 6);
        var history = (await GetAsync($"/runs/{space}/{name}/failure"))["causes"]![0]!["history"]!;

        Assert.Equal((5, 3, 2, 3, 2), ((int)history["pipeline"]!["number"]!, (int)history["firstSeen"]!["number"]!, (int)history["lastGood"]!["number"]!, (int)history["failures"]!, (int)history["sameMessage"]!));
    }

    [Fact]
    public async Task Failure_OfARunThatWentWell_HasNoCauses()
    {
        var failure = await GetAsync($"/runs/argo/{server.FinishedName}/failure");

        Assert.Equal(("Succeeded", 0), ((string)failure["phase"]!, (int)failure["causeCount"]!));
        Assert.Empty(failure["causes"]!.AsArray());
    }

    [Fact]
    public async Task Overview_HasWhatDoesNotDependOnTheSizeOfTheRun()
    {
        var overview = await GetAsync($"/runs/argo/{server.FinishedName}");
        var byUid = await GetAsync($"/runs/argo/any?uid={server.FinishedUid}");

        Assert.Equal((server.FinishedUid, "Succeeded", "pay"), ((string)overview["uid"]!, (string)overview["phase"]!, (string)overview["labels"]!["team"]!));
        Assert.Contains(("Workflow", "finished"), overview["pipelines"]!.AsArray().Select(item => ((string)item!["kind"]!, (string)item["name"]!)));
        Assert.Equal(overview.ToJsonString(), byUid.ToJsonString());
    }

    [Fact]
    public async Task Nodes_ArePagedWithCounts()
    {
        var name = await FailedAsync("page-nodes");

        var top = await GetAsync($"/runs/page-nodes/{name}/nodes?depth=2");
        var root = Assert.Single(top["items"]!.AsArray())!;
        Assert.Equal((name, "DAG", 3), ((string)root["id"]!, (string)root["type"]!, (int)root["children"]!["total"]!));
        Assert.Equal(["prepare", "test", "never"], root["items"]!.AsArray().Select(item => (string)item!["displayName"]!));
        // b was tried twice.
        Assert.Equal((2, 3, 1), ((int)root["work"]!["phases"]!["Failed"]!, (int)root["work"]!["phases"]!["Succeeded"]!, (int)root["work"]!["phases"]!["Omitted"]!));

        var deep = await GetAsync($"/runs/page-nodes/{name}/nodes?everywhere=true&phases=Failed&name=UNIT");
        var loop = deep["items"]!.AsArray().Single(item => (string)item!["type"]! == "Loop")!;
        var found = new List<string>();
        for (string? token = ""; token is not null;)
        {
            var page = await GetAsync($"/runs/page-nodes/{name}/nodes?parent={Uri.EscapeDataString((string)loop["id"]!)}&limit=1&continue={Uri.EscapeDataString(token)}");
            Assert.Equal(3, (int)page["total"]!);
            found.AddRange(page["items"]!.AsArray().Select(item => $"{item!["index"]} {item["displayName"]} {item["phase"]}"));
            token = (string?)page["continue"];
        }

        Assert.Equal(["0 unit(0:a) Succeeded", "1 unit(1:b) Failed", "2 unit(2:c) Succeeded"], found);
        Assert.Equal("""{"Failed":1,"Succeeded":2}""", loop["children"]!["phases"]!.ToJsonString());
    }

    [Fact]
    public async Task NodeChanges_AreThoseAfterAVersion()
    {
        const string space = "page-changes";
        var name = await RunMaker.StartAsync(server, space, """{"generateName":"live-"}""", """
            {"entrypoint":"main","templates":[{"name":"main","steps":[[{"name":"wait","template":"wait"}],[{"name":"after","template":"wait"}]]},{"name":"wait","suspend":{}}]}
            """);
        var page = await GetAsync($"/runs/{space}/{name}/nodes?everywhere=true&name=wait");
        var version = (long)page["version"]!;
        Assert.Equal("Running", (string)Assert.Single(page["items"]!.AsArray())!["phase"]!);
        Assert.Empty((await GetAsync($"/runs/{space}/{name}/nodes/changes?since={version}"))["items"]!.AsArray());

        await server.Workflows.ResumeAsync(new RunRef(space, name), new ResumeOptions { NodeFieldSelector = "displayName=wait" }, TestContext.Current.CancellationToken);
        var changes = await GetAsync($"/runs/{space}/{name}/nodes/changes?since={version}");

        Assert.False((bool)changes["resync"]!);
        var byName = changes["items"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => (string)item!["phase"]!);
        Assert.Equal("Succeeded", byName[$"{name}[0].wait"]);
        Assert.Equal("Running", byName[$"{name}[1].after"]);
        Assert.True((long)changes["version"]! > version);
        Assert.Empty((await GetAsync($"/runs/{space}/{name}/nodes/changes?since={changes["version"]}"))["items"]!.AsArray());
        Assert.True((bool)(await GetAsync($"/runs/{space}/{name}/nodes/changes?since=0"))["resync"]!);
        await server.Workflows.TerminateAsync(new RunRef(space, name), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task NodeChanges_AreStreamed_UntilTheRunEnds()
    {
        const string space = "page-stream";
        var name = await RunMaker.StartAsync(server, space, """{"generateName":"live-"}""", """
            {"entrypoint":"main","templates":[{"name":"main","steps":[[{"name":"wait","template":"wait"}],[{"name":"after","template":"say"}]]},{"name":"wait","suspend":{}},{"name":"say","container":{"image":"busybox","command":["true"]}}]}
            """);
        var version = (long)(await GetAsync($"/runs/{space}/{name}/nodes"))["version"]!;
        var phases = new Dictionary<string, string>(StringComparer.Ordinal);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/krewe/v1/runs/{space}/{name}/nodes/watch");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await server.Workflows.ResumeAsync(new RunRef(space, name), new ResumeOptions(), limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        string? id = null;
        JsonNode? last = null;
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                last = JsonNode.Parse(line[6..])!["result"]!;
                Assert.False((bool)last["resync"]!);
                foreach (var item in last["items"]!.AsArray())
                {
                    phases[(string)item!["name"]!] = (string)item["phase"]!;
                }
            }
        }

        Assert.Equal(("Succeeded", id), ((string)last!["phase"]!, last["version"]!.ToJsonString()));
        Assert.Equal(("Succeeded", "Succeeded", "Succeeded"), (phases[name], phases[$"{name}[0].wait"], phases[$"{name}[1].after"]));
    }

    [Fact]
    public async Task Log_IsReadByNumberFromEitherEnd_AndSearched()
    {
        const string space = "page-log";
        var name = await RunMaker.RunAsync(server, space, """{"generateName":"logs-"}""", """
            {"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["sh","-c","i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo line $i; done"]}}]}
            """);

        var middle = await GetAsync($"/runs/{space}/{name}/log/lines?node={name}&first=2048&count=3");
        var end = await GetAsync($"/runs/{space}/{name}/log/lines?node={name}&first=-2");
        var beyond = await GetAsync($"/runs/{space}/{name}/log/lines?node={name}&first=3001");
        Assert.Equal([(2048, "line 2048"), (2049, "line 2049"), (2050, "line 2050")], Lines(middle["lines"]!));
        Assert.Equal([(2999, "line 2999"), (3000, "line 3000")], Lines(end["lines"]!));
        Assert.Equal((3000, false, 0), ((int)beyond["total"]!, (bool)beyond["isLive"]!, beyond["lines"]!.AsArray().Count));

        var plain = await GetAsync($"/runs/{space}/{name}/log/search?text=line%201999");
        var regex = await GetAsync($"/runs/{space}/{name}/log/search?regex={Uri.EscapeDataString("^LINE .*99$")}&ignoreCase=true&limit=2");
        var more = await GetAsync($"/runs/{space}/{name}/log/search?regex={Uri.EscapeDataString("^LINE .*99$")}&ignoreCase=true&limit=1&continue={Uri.EscapeDataString((string)regex["continue"]!)}");
        Assert.Equal([(1999, "line 1999")], Hits(plain));
        Assert.Null(plain["continue"]);
        Assert.Equal([(99, "line 99"), (199, "line 199"), (299, "line 299")], [.. Hits(regex), .. Hits(more)]);

        static IEnumerable<(int, string)> Lines(JsonNode lines) => lines.AsArray().Select(line => ((int)line!["number"]!, (string)line["content"]!));
        static IEnumerable<(int, string)> Hits(JsonNode page) => Lines(new JsonArray([.. page["items"]!.AsArray().Select(hit => hit!["line"]!.DeepClone())]));
    }

    [Fact]
    public async Task Timeline_SplitsWaitingFromWork_AndMarksTheCriticalPath()
    {
        const string space = "page-timeline";
        var name = await RunMaker.RunAsync(server, space, """{"generateName":"times-"}""", """
            {"entrypoint":"main","templates":[
              {"name":"main","dag":{"tasks":[{"name":"quick","template":"quick"},{"name":"slow","template":"slow"},{"name":"last","template":"quick","depends":"quick && slow"}]}},
              {"name":"quick","container":{"image":"busybox","command":["true"]}},{"name":"slow","container":{"image":"busybox","command":["sleep","0.7"]}}]}
            """);

        var first = await GetAsync($"/runs/{space}/{name}/timeline?limit=2");
        var second = await GetAsync($"/runs/{space}/{name}/timeline?limit=2&continue={Uri.EscapeDataString((string)first["continue"]!)}");
        var path = await GetAsync($"/runs/{space}/{name}/critical-path");

        var bars = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).ToDictionary(bar => (string)bar!["displayName"]!, bar => bar!);
        Assert.Equal((3, null), ((int)first["total"]!, (string?)second["continue"]));
        Assert.Equal([("last", true), ("quick", false), ("slow", true)], bars.Select(bar => (bar.Key, (bool)bar.Value["isCritical"]!)).Order());
        Assert.All(bars.Values, bar => Assert.True((DateTimeOffset)bar["createdAt"]! <= (DateTimeOffset)bar["begunAt"]! && (DateTimeOffset)bar["begunAt"]! <= (DateTimeOffset)bar["finishedAt"]!));
        Assert.True((long)bars["slow"]["runMilliseconds"]! >= 650, bars["slow"].ToJsonString());
        Assert.Equal(["slow", "last"], path["items"]!.AsArray().Select(bar => (string)bar!["displayName"]!));
        var whole = ((DateTimeOffset)path["items"]![1]!["finishedAt"]! - (DateTimeOffset)first["startedAt"]!).TotalMilliseconds;
        Assert.InRange((long)path["idleMilliseconds"]! + (long)path["queueMilliseconds"]! + (long)path["runMilliseconds"]!, whole - 10, whole + 10);
    }

    [Fact]
    public async Task Timeline_OfALiveRun_HasWhatWorksNow()
    {
        const string space = "page-timeline-live";
        var name = await RunMaker.StartAsync(server, space, """{"generateName":"live-"}""", """{"entrypoint":"main","templates":[{"name":"main","suspend":{}}]}""");

        var bar = Assert.Single((await GetAsync($"/runs/{space}/{name}/timeline"))["items"]!.AsArray())!;

        Assert.Equal(("Suspend", "Running", null, true), ((string)bar["type"]!, (string)bar["phase"]!, (string?)bar["finishedAt"], (bool)bar["isCritical"]!));
        Assert.True((long)bar["queueMilliseconds"]! >= 0);
        await server.Workflows.TerminateAsync(new RunRef(space, name), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Comparison_HasWhatDiffersAndNothingElse()
    {
        const string space = "page-compare";
        var good = await FailedAsync(space, 0);
        var bad = await FailedAsync(space, 9);
        var other = await RunMaker.RunAsync(server, space, """{"generateName":"other-"}""", RunMaker.Failing.Replace("echo {{inputs.parameters.text}}", "echo other", StringComparison.Ordinal).Replace("\"image\":\"busybox\",\"command\":[\"sh\",\"-c\",\"echo", "\"image\":\"alpine\",\"command\":[\"sh\",\"-c\",\"echo", StringComparison.Ordinal));

        var codes = await GetAsync($"/runs/{space}/{good}/compare?with={bad}");
        var specs = await GetAsync($"/runs/{space}/{bad}/compare?with={other}");
        var same = await GetAsync($"/runs/{space}/{bad}/compare?with={bad}");

        Assert.Equal((good, bad), ((string)codes["left"]!["name"]!, (string)codes["right"]!["name"]!));
        Assert.Equal("""[{"name":"code","left":"0","right":"9"}]""", codes["parameters"]!.ToJsonString());
        Assert.Empty(codes["definition"]!.AsArray());
        var steps = codes["steps"]!.AsArray().ToDictionary(step => (string)step!["step"]!, step => $"{step!["left"]?["phase"]} {step["right"]?["phase"]}");
        Assert.Equal(("Succeeded Failed", "Succeeded Omitted"), (steps["test/unit"], steps["never"]));
        Assert.Equal("""[{"name":"say","left":"busybox","right":"alpine"}]""", specs["images"]!.ToJsonString());
        Assert.Equal(["templates[say].container.image", "templates[say].container.command[2]"], specs["definition"]!.AsArray().Select(value => (string)value!["name"]!));
        Assert.All(new[] { "parameters", "definition", "images", "steps", "outputs" }, part => Assert.Empty(same[part]!.AsArray()));
    }

    [Fact]
    public async Task Comparison_Tells_Artifacts_That_Differ_And_Where_Logs_Part()
    {
        const string space = "page-compare-more";
        const string spec = """
            {"entrypoint":"main","arguments":{"parameters":[{"name":"word","value":"one"}]},"templates":[
              {"name":"main","steps":[[{"name":"make","template":"make","withItems":["a","b"],"arguments":{"parameters":[{"name":"item","value":"{{item}}"}]}}],[{"name":"short","template":"short"}]]},
              {"name":"make","inputs":{"parameters":[{"name":"item"}]},"outputs":{"artifacts":[{"name":"same","path":"/tmp/same"},{"name":"word","path":"/tmp/word"}]},
               "container":{"image":"busybox","command":["sh","-c","for i in 1 2 3; do echo line $i; done; echo same > /tmp/same; w={{inputs.parameters.item}}; if [ $w = b ]; then w={{workflow.parameters.word}}; fi; echo $w > /tmp/word; echo it is $w; echo end"]}},
              {"name":"short","retryStrategy":{"limit":1},"container":{"image":"busybox","command":["sh","-c","echo start; if [ {{workflow.parameters.word}} = two ]; then echo bad; exit 3; fi"]}}]}
            """;
        var good = await RunMaker.RunAsync(server, space, """{"generateName":"good-"}""", spec);
        var bad = await RunMaker.RunAsync(server, space, """{"generateName":"bad-"}""", spec.Replace("\"value\":\"one\"", "\"value\":\"two\"", StringComparison.Ordinal));

        var compared = await GetAsync($"/runs/{space}/{good}/compare?with={bad}");
        var same = await GetAsync($"/runs/{space}/{good}/compare?with={good}");

        // Of four artifacts that lie under other keys and hold other times one has other content.
        var artifact = Assert.Single(compared["artifacts"]!.AsArray())!;
        Assert.Equal(("[0].make(1:b)", "word"), ((string)artifact["node"]!, (string)artifact["name"]!));
        Assert.All(new[] { artifact["left"]!, artifact["right"]! }, side => Assert.True(((string)side["sha256"]!).Length == 64 && (long)side["size"]! > 0 && side["key"] is not null));
        Assert.Equal(
            ["[0].make(1:b) 4 it is one|it is two", "[1].short 2 |bad"],
            compared["logs"]!.AsArray().Select(log => $"{log!["node"]} {log["line"]} {log["left"]?["content"]}|{log["right"]?["content"]}"));
        Assert.Equal((false, false), ((bool)compared["artifactsAreCut"]!, (bool)compared["logsAreCut"]!));
        Assert.Empty(same["artifacts"]!.AsArray());
        Assert.Empty(same["logs"]!.AsArray());
    }

    [Fact]
    public async Task Comparison_WithARunThatTheCallerMayNotSee_IsRefused()
    {
        using var http = await server.ClientAsync(new CreateTokenRequest { Name = "compare-elsewhere", Role = AccessRole.Viewer, Namespaces = ["compare-own"] });
        var own = await RunMaker.RunAsync(server, "compare-own", """{"generateName":"own-"}""", """{"entrypoint":"main","templates":[{"name":"main","container":{"image":"busybox","command":["true"]}}]}""");

        Assert.Equal(200, (await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs/compare-own/{own}/compare?with={own}")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs/compare-own/{own}/compare?with={server.FinishedName}&withNamespace=argo")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs/compare-own/{own}/compare?withUid={server.FinishedUid}")).Status);
    }

    [Theory]
    [InlineData("/runs/argo/{name}/timeline?limit=0", 400)]
    [InlineData("/runs/argo/{name}/timeline?continue=x", 400)]
    [InlineData("/runs/argo/{name}/compare", 400)]
    [InlineData("/runs/argo/{name}/compare?with=none", 404)]
    [InlineData("/runs/argo/no-such-run/failure", 404)]
    [InlineData("/runs/argo/{name}/nodes?parent=none", 404)]
    [InlineData("/runs/argo/{name}/nodes?limit=0", 400)]
    [InlineData("/runs/argo/{name}/nodes?depth=99", 400)]
    [InlineData("/runs/argo/{name}/nodes?continue=x", 400)]
    [InlineData("/runs/argo/{name}/nodes/changes", 400)]
    [InlineData("/runs/argo/{name}/nodes/watch", 400)]
    [InlineData("/runs/argo/no-such-run/nodes/watch?since=1", 404)]
    [InlineData("/runs/argo/{name}/nodes/changes?since=x", 400)]
    [InlineData("/runs/argo/{name}/log/lines", 400)]
    [InlineData("/runs/argo/{name}/log/lines?node=none", 404)]
    [InlineData("/runs/argo/{name}/log/lines?node={name}&count=99999999999", 400)]
    [InlineData("/runs/argo/{name}/log/search", 400)]
    [InlineData("/runs/argo/{name}/log/search?text=a&regex=b", 400)]
    [InlineData("/runs/argo/{name}/log/search?regex=(", 400)]
    [InlineData("/runs/argo/{name}/log/search?regex=(?=a)", 400)]
    [InlineData("/runs/argo/{name}/log/search?text=a&continue=1.x", 400)]
    public async Task WrongRequests_SayWhatIsWrong(string path, int status)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/krewe/v1" + path.Replace("{name}", server.FinishedName, StringComparison.Ordinal));

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty((string)answer.Json!["message"]!);
    }

    [Fact]
    public async Task Run_OfAnotherNamespace_IsNotShown_AlsoByItsUid()
    {
        using var http = await server.ClientAsync(new CreateTokenRequest { Name = "details-elsewhere", Role = AccessRole.Viewer, Namespaces = ["elsewhere"] });

        Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs/argo/{server.FinishedName}/nodes")).Status);
        Assert.Equal(403, (await GatewayFixture.SendAsync(http, HttpMethod.Get, $"/api/krewe/v1/runs/elsewhere/x/failure?uid={server.FinishedUid}")).Status);
    }

    private Task<JsonNode> GetAsync(string path) => RunMaker.GetAsync(server, path);

    private Task<string> FailedAsync(string space, int code = 3) =>
        RunMaker.RunAsync(server, space, """{"generateName":"failing-"}""", RunMaker.Failing.Replace("\"value\":\"3\"", $"\"value\":\"{code}\"", StringComparison.Ordinal));
}
