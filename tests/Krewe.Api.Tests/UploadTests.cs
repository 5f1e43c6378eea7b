using System.Net.Http.Headers;
using Krewe.Client;

namespace Krewe.Api.Tests;

/// <summary>Files that are uploaded and given to runs.</summary>
public sealed class UploadTests(GatewayFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploaded_File_Is_The_Argument_Of_A_Run()
    {
        await CreateTemplateAsync("takes-file");

        var answer = await UploadAsync("/upload-artifacts/argo/takes-file/data", "file", "../../etc/my data.txt", "hello from a file");
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Empty(server.Api.Problems(HttpMethod.Post, "/upload-artifacts/argo/takes-file/data", answer.Text));
        var key = (string)answer.Json!["key"]!;
        Assert.Matches("^uploads/argo/[0-9a-f-]{36}/my_data.txt$", key);

        var submitted = await server.SendAsync(HttpMethod.Post, "/api/v1/workflows/argo/submit", $$$$"""{"resourceKind":"WorkflowTemplate","resourceName":"takes-file","submitOptions":{"artifacts":["data={{{{key}}}}"]}}""");
        var run = new RunRef("argo", (string)submitted.Json!["metadata"]!["name"]!);
        await foreach (var _ in server.Workflows.WatchAsync(run, new WatchOptions(), Token))
        {
            // Until it is over.
        }

        var ended = await server.Workflows.GetAsync(run, Token);
        Assert.Equal(("Succeeded", "hello from a file"), (ended.Status!.Phase, Assert.Single(Assert.Single(ended.Status.Nodes!.Values).Outputs!.Parameters!).Value));
    }

    [Fact]
    public async Task Uploads_That_Make_No_Sense_Are_Refused()
    {
        await CreateTemplateAsync("wants-file");

        Assert.Equal(404, (await UploadAsync("/upload-artifacts/argo/no-such/data", "file", "a", "b")).Status);
        var unknown = await UploadAsync("/upload-artifacts/argo/wants-file/dota", "file", "a", "b");
        Assert.Equal(400, unknown.Status);
        Assert.Contains("it has: data", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(400, (await UploadAsync("/upload-artifacts/argo/wants-file/data", "other", "a", "b")).Status);
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/upload-artifacts/argo/wants-file/data", "{}")).Status);
        using var viewer = await server.ClientAsync(new CreateTokenRequest { Name = "upload-viewer", Role = AccessRole.Viewer });
        Assert.Equal(403, (await GatewayFixture.SendAsync(viewer, HttpMethod.Post, "/upload-artifacts/argo/wants-file/data", "{}")).Status);
    }

    private async Task CreateTemplateAsync(string name) => await server.SendAsync(
        HttpMethod.Post,
        "/api/v1/workflow-templates/argo",
        $$$$"""{"template":{"metadata":{"name":"{{{{name}}}}"},"spec":{"entrypoint":"main","arguments":{"artifacts":[{"name":"data","s3":{"key":"none"}}]},"templates":[{"name":"main","inputs":{"artifacts":[{"name":"data","path":"/tmp/data"}]},"outputs":{"parameters":[{"name":"got","valueFrom":{"path":"/tmp/data"}}]},"script":{"image":"busybox","command":["sh"],"source":"true"}}]}}}""");

    private async Task<Answer> UploadAsync(string path, string part, string fileName, string content)
    {
        using var form = new MultipartFormDataContent();
        var file = new StringContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, part, fileName);
        using var response = await server.Http.PostAsync(path, form, Token);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
