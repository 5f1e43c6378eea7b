using System.Text.Json;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting.Tests;

/// <summary>Executor plugins as processes of this machine.</summary>
public sealed class PluginTests(EngineFixture engine)
{
    [Fact]
    public async Task First_Plugin_That_Returns_A_Node_Has_It_And_Is_Asked_Again()
    {
        var run = await engine.WaitAsync(await engine.SubmitAsync(Workflow("{greeter: {name: moon}}", Plugin("other", Answer("{}")), await GreeterAsync())));
        var node = run.Status!.Nodes!.Values.Single();

        Assert.Equal((NodePhase.Succeeded, "greeted"), (node.Phase, node.Message));
        Assert.Equal("Hello moon", node.Outputs?.Parameters?.Single().Value);
    }

    [Fact]
    public async Task Plugin_That_Only_Knows_Its_Own_Port_Is_Found_There()
    {
        var port = FreePort();
        var own = Plugin("own", Answer("""{"node": {"phase": "Succeeded", "message": "by port"}}""").Replace("int(os.environ[\"PORT\"])", port, StringComparison.Ordinal), port);

        var run = await engine.WaitAsync(await engine.SubmitAsync(Workflow("{own: {}}", own)));

        Assert.Equal("by port", run.Status!.Nodes!.Values.Single().Message);
    }

    [Theory]
    [InlineData("{}", "no plugin executed the template; asked: wrong")]
    [InlineData("""{"node": {"phase": "Failed", "message": "will not"}}""", "will not")]
    [InlineData("""{"node": {}}""", "plugin 'wrong' does not answer as the protocol says: node.phase is missing")]
    [InlineData("no json", "plugin 'wrong' does not answer as the protocol says: ")]
    public async Task Answers_That_Do_Not_Help_End_The_Node(string answer, string message)
    {
        var run = await engine.WaitAsync(await engine.SubmitAsync(Workflow("{any: {}}", Plugin("wrong", Answer(answer)))));
        var node = run.Status!.Nodes!.Values.Single();

        Assert.True(node.Phase is NodePhase.Failed or NodePhase.Error, node.Phase);
        Assert.StartsWith(message, node.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_That_Ends_Says_What_It_Wrote()
    {
        var run = await engine.WaitAsync(await engine.SubmitAsync(Workflow("{any: {}}", Plugin("broken", "import sys; print('no such module', file=sys.stderr); sys.exit(4)"))));

        Assert.Equal((NodePhase.Error, "plugin 'broken' ended with 4 before it listened: no such module"), (run.Status!.Nodes!.Values.Single().Phase, run.Status.Nodes.Values.Single().Message));
    }

    [Fact]
    public async Task Missing_Plugins_Are_Explained()
    {
        var empty = Directory.CreateTempSubdirectory("krewe-plugins-");
        var request = new CreateRunRequest { Namespace = Namespaces.Default, Workflow = Workflow("{any: {}}"), Settings = new RunSettings { PluginsDirectory = empty.FullName } };
        var run = await engine.WaitAsync(await engine.Workflows.CreateAsync(request, TestContext.Current.CancellationToken));
        empty.Delete();

        Assert.Equal("no plugin executed the template: there are no executor plugins; give a folder of them with --plugins, or spec.executorPlugins", run.Status!.Nodes!.Values.Single().Message);
    }

    private static Workflow Workflow(string plugin, params JsonElement[] plugins)
    {
        var workflow = EngineFixture.Read($$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: plugin-}
            spec:
              entrypoint: main
              templates: [{name: main, plugin: {{plugin}} }]
            """);
        return workflow with { Spec = workflow.Spec with { ExecutorPlugins = plugins.Length == 0 ? null : plugins } };
    }

    private static async Task<JsonElement> GreeterAsync()
    {
        var read = ManifestReader.Strict.Read(await File.ReadAllTextAsync(Path.Combine(SampleTests.Folder, "plugins", "greeter.yaml"), TestContext.Current.CancellationToken));
        return read.Resources.Single().Other!.Content;
    }

    private static JsonElement Plugin(string name, string program, string? port = null) => JsonSerializer.SerializeToElement(new
    {
        metadata = new { name },
        spec = new
        {
            sidecar = new
            {
                container = new
                {
                    name,
                    command = new[] { "python3", "-u", "-c" },
                    args = new[] { program },
                    ports = new[] { new { containerPort = int.Parse(port ?? "0", System.Globalization.CultureInfo.InvariantCulture) } },
                    // Argo asks for these.
                    resources = new { requests = new { cpu = "1m" }, limits = new { cpu = "1" } },
                    securityContext = new { runAsNonRoot = true },
                },
            },
        },
    });

    private static string Answer(string body) => $$"""
        import os
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Plugin(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write('''{{body}}'''.encode())
        HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Plugin).serve_forever()
        """;

    private static string FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
