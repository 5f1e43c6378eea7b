using Krewe.Cli.Tests.Fakes;
using Krewe.Client;

namespace Krewe.Cli.Tests;

public sealed class ManifestCommandTests
{
    private const string Broken =
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: broken}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: a, template: mian}
        """;

    [Fact]
    public async Task Lint_Tells_The_Place_And_Fails()
    {
        var cli = new CliRun(running: false, input: Broken);

        Assert.Equal(1, await cli.RunAsync("lint", "-", "-o", "simple"));
        Assert.Contains("stdin:9:", cli.Out, StringComparison.Ordinal);
        Assert.Contains("template name 'mian' undefined", cli.Out, StringComparison.Ordinal);
        Assert.EndsWith("✖ 1 linting errors found!\n", cli.Out, StringComparison.Ordinal);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("submit")]
    public async Task Run_Tells_The_Place_Of_What_The_Engine_Refuses(string command)
    {
        const string Message = "templates.main.steps[0].a template name 'mian' undefined";
        var service = new FakeWorkflowService
        {
            Failure = new KreweException(KreweErrorCode.InvalidArgument, Message, [new ErrorDiagnostic(Message, "spec.templates[0].steps[0][0].template")]),
        };
        var cli = new CliRun(service, input: Broken);

        Assert.NotEqual(0, await cli.RunAsync(command, "-"));
        Assert.Contains("stdin:9:23: error: ", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Is_Content_With_What_Is_Right()
    {
        var cli = new CliRun(running: false, input: Broken.Replace("mian", "b", StringComparison.Ordinal) + "\n    - {name: b, container: {image: x}}\n");

        Assert.Equal(0, await cli.RunAsync("lint", "-"));
        Assert.Equal("✔ no linting errors found!\n", cli.Out);
    }

    [Fact]
    public async Task Lint_Of_One_Kind_Finds_Nothing_In_Files_Of_Others()
    {
        var cli = new CliRun(running: false, input: Broken);

        Assert.Equal(1, await cli.RunAsync("lint", "-", "--kinds", "cronwf"));
        Assert.Contains("found nothing to lint in the specified paths, failing...", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Of_One_Kind_Says_Nothing_Of_Unknown_Fields_In_Others()
    {
        const string Cron = "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: c}\nspec: {schedules: ['* * * * *'], workflowSpec: {entrypoint: a, templates: [{name: a, container: {image: x}}]}}\n";
        const string Malformed = "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: t}\nspec: {entrypoints: a, templates: [{name: a, container: {image: x}}]}\n";
        var one = new CliRun(running: false, input: $"{Cron}---\n{Malformed}");
        var all = new CliRun(running: false, input: $"{Cron}---\n{Malformed}");

        Assert.Equal(0, await one.RunAsync("lint", "-", "--kinds", "cronwf"));
        Assert.Equal(1, await all.RunAsync("lint", "-"));
        Assert.Contains("unknown field \"spec.entrypoints\"", all.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Takes_Templates_From_A_Running_Engine()
    {
        var service = new FakeWorkflowService();
        var workflow = Broken.Replace("template: mian", "templateRef: {name: lib, template: main}", StringComparison.Ordinal);

        var without = new CliRun(service, input: workflow);
        Assert.Equal(1, await without.RunAsync("lint", "-", "--offline"));

        var library = new CliRun(service, input: Broken.Replace("kind: Workflow", "kind: WorkflowTemplate", StringComparison.Ordinal).Replace("name: broken", "name: lib", StringComparison.Ordinal)
            .Replace("steps:\n        - - {name: a, template: mian}", "container: {image: x}", StringComparison.Ordinal));
        Assert.Equal(0, await library.RunAsync("template", "create", "-"));

        var with = new CliRun(service, input: workflow);
        Assert.Equal(0, await with.RunAsync("lint", "-"));
    }

    [Fact]
    public async Task Convert_Rewrites_Old_Fields_And_Keeps_The_Rest()
    {
        const string Cron = "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata:\n  name: nightly\nspec:\n  schedule: \"0 0 * * *\"\n";
        var cli = new CliRun(input: Cron);

        Assert.Equal(0, await cli.RunAsync("convert", "-"));
        Assert.Contains("schedules:", cli.Out, StringComparison.Ordinal);
        Assert.Contains("- 0 0 * * *", cli.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("schedule: ", cli.Out, StringComparison.Ordinal);
        Assert.Equal(0, cli.Connector.Connections);
    }

    [Fact]
    public async Task Schema_Is_A_Closed_Json_Schema()
    {
        var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync("schema", "Workflow"));
        using var schema = System.Text.Json.JsonDocument.Parse(cli.Out);
        Assert.Contains("\"additionalProperties\": false", cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default")]
    [InlineData("zsh", "#compdef krewe")]
    [InlineData("fish", "complete -c krewe")]
    public async Task Completion_Scripts_Are_Printed(string shell, string expected)
    {
        var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync("completion", shell));
        Assert.Contains(expected, cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_Asks_The_Program_Itself()
    {
        var cli = new CliRun();

        await cli.RunAsync("__complete", "14", "./krewe templa");
        Assert.Contains("template", cli.Out, StringComparison.Ordinal);

        var flags = new CliRun();
        await flags.RunAsync("__complete", "20", "krewe template get --");
        Assert.Contains("--output", flags.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Shows_The_Engine_That_Is_Up()
    {
        var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync("version"));
        Assert.StartsWith("krewe: v", cli.Out, StringComparison.Ordinal);
        Assert.Contains("engine: v9.9.9", cli.Out, StringComparison.Ordinal);
    }
}
