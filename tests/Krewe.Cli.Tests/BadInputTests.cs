using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Krewe.Cli.Tests;

/// <summary>What the real command makes of input that is wrong or hostile: a clear error, within a bound of memory, and nothing stored.</summary>
public sealed class BadInputTests : IDisposable
{
    private const long MemoryBound = 400L << 20;

    private const string Head = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: bad-}
        spec:
          entrypoint: main
          templates:

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-bad-").FullName;

    public static TheoryData<string, string> Inputs => new()
    {
        { "unknown key", ":8:27: error: unknown field \"spec.templates[0].container.comand\"; did you mean \"command\"?" },
        { "wrong type", ":8:17: error: spec.templates[0].container.image: expected a string, got a list" },
        { "missing template", ":8:24: error: spec.templates[0].steps[0][0].template: templates.main.steps[0].a template name 'nope' undefined" },
        { "cycle", ":8:11: error: spec.templates[0].dag.tasks: templates.main sorting failed: graph with cycle" },
        { "unresolvable tag", ":8:43: error: spec.templates[0].container.command[1]: templates.main: failed to resolve {{inputs.parameters.nope}}" },
        { "100 MB", ": error: larger than the limit of 16 MiB" },
        { "many values", ":999988:9: error: more than 1000000 values" },
        { "deep nesting", ":1:251: error: nested more than 250 levels deep" },
        { "billion laughs", ":7:42: error: aliases expand to too large a document" },
        { "binary garbage", ": error: not a text file (no valid UTF-8)" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Input_IsRefused_WithinTheMemoryBound_AndNothingIsStored(string kind, string error)
    {
        var file = Path.Combine(_folder, "bad.yaml");
        await WriteAsync(kind, file);

        var (code, said) = await KreweAsync("submit", file);

        Assert.True(code == 1, $"exit code {code}: {said}");
        Assert.Contains(file + error, said, StringComparison.Ordinal);
        var (_, list) = await KreweAsync("list", "-o", "name");
        Assert.Equal("", list.Trim());
    }

    private static Task WriteAsync(string kind, string file) => kind switch
    {
        "unknown key" => File.WriteAllTextAsync(file, Head + "  - name: main\n    container: {image: a, comand: [x]}\n"),
        "wrong type" => File.WriteAllTextAsync(file, Head + "  - name: main\n    container: {image: [a], command: [x]}\n"),
        "missing template" => File.WriteAllTextAsync(file, Head + "  - name: main\n    steps: [[{name: a, template: nope}]]\n"),
        "cycle" => File.WriteAllTextAsync(file, Head + "  - name: main\n    dag: {tasks: [{name: a, template: c, depends: b}, {name: b, template: c, depends: a}]}\n  - {name: c, container: {image: x, command: [run]}}\n"),
        "unresolvable tag" => File.WriteAllTextAsync(file, Head + "  - name: main\n    container: {image: x, command: [echo, '{{inputs.parameters.nope}}']}\n"),
        "100 MB" => File.WriteAllTextAsync(file, Head + "  - name: main\n" + string.Concat(Enumerable.Repeat("#" + new string('y', 999) + "\n", 100_000))),
        "many values" => File.WriteAllTextAsync(file, Head + "  - name: main\n    container:\n      command:\n" + string.Concat(Enumerable.Repeat("      - a\n", 1_500_000))),
        "deep nesting" => File.WriteAllTextAsync(file, new string('[', 100_000)),
        "billion laughs" => File.WriteAllTextAsync(file, Laughs()),
        "binary garbage" => File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(200_000)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Laughs()
    {
        var text = new StringBuilder("l0: &l0 lol\n");
        for (var level = 1; level <= 30; level++)
        {
            text.Append(CultureInfo.InvariantCulture, $"l{level}: &l{level} [").AppendJoin(',', Enumerable.Repeat($"*l{level - 1}", 10)).Append("]\n");
        }

        return text.ToString();
    }

    /// <summary>The program, with a heap that may not grow past the bound.</summary>
    private async Task<(int Code, string Said)> KreweAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "krewe-cli.dll"), .. arguments, "--data", Path.Combine(_folder, "data")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryBound.ToString("x", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
