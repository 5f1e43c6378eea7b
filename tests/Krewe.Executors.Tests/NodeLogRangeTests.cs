using System.Globalization;
using System.Text;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Logs;

namespace Krewe.Executors.Tests;

/// <summary>Lines of a log by number, out of files as the supervisor writes them.</summary>
public sealed class NodeLogRangeTests : IDisposable
{
    private static readonly NodeLogRef Node = new("run", "node", "main");

    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-logs-").FullName;
    private readonly LocalNodeLogs _logs;

    public NodeLogRangeTests() => _logs = new LocalNodeLogs(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Range_IsTheSameAsAllLinesReadInOrder_WhereverItBegins()
    {
        Write(0, [.. Enumerable.Range(1, 2500).Select(i => i % 7 == 0 ? new string('é', 200) + i : $"line {i}")]);
        Write(1, [.. Enumerable.Range(1, 1100).Select(i => $"again {i}")]);
        var all = new List<string>();
        await foreach (var line in _logs.ReadAsync(Node, NodeLogPosition.Start, Token))
        {
            all.Add(line.Text);
        }

        foreach (var first in new[] { 1, 2, 1023, 1024, 1025, 1026, 2048, 2049, 2499, 2500, 2501, 3524, 3525, 3599, 3600 })
        {
            var range = await _logs.ReadRangeAsync(Node, first, 5, Token);

            Assert.Equal((3600, first), (range.Total, range.First));
            Assert.Equal(all.Skip(first - 1).Take(5), range.Lines.Select(line => line.Text));
        }
    }

    [Fact]
    public async Task Range_CountsFromTheEnd_AndSaysWhereItBegins()
    {
        Write(0, "a", "b", "c");

        var last = await _logs.ReadRangeAsync(Node, -2, 10, Token);
        var more = await _logs.ReadRangeAsync(Node, -10, 10, Token);
        var beyond = await _logs.ReadRangeAsync(Node, 4, 10, Token);
        var none = await _logs.ReadRangeAsync(Node with { NodeId = "other" }, -5, 10, Token);

        Assert.Equal((2, "b,c"), (last.First, Texts(last)));
        Assert.Equal((1, "a,b,c"), (more.First, Texts(more)));
        Assert.Equal((3, ""), (beyond.Total, Texts(beyond)));
        Assert.Equal((0, ""), (none.Total, Texts(none)));
    }

    [Fact]
    public async Task Range_SeesWhatWasWrittenSince_AndOnlyWholeLines()
    {
        Write(0, "a", "b");
        Assert.Equal(2, (await _logs.ReadRangeAsync(Node, 1, 10, Token)).Total);

        Append(0, Head('P') + "long ");
        Append(0, "text\n");
        Assert.Equal(2, (await _logs.ReadRangeAsync(Node, 1, 10, Token)).Total);
        Append(0, Head('F') + "in two\n" + Head('F') + "not yet who");
        var range = await _logs.ReadRangeAsync(Node, 3, 10, Token);

        Assert.Equal((3, "long textin two"), (range.Total, Texts(range)));
        Append(0, "le\n");
        Assert.Equal("not yet whole", Texts(await _logs.ReadRangeAsync(Node, -1, 1, Token)));
    }

    [Fact]
    public async Task Range_BeginsAnew_WhenTheFileIsAnotherOne()
    {
        Write(0, [.. Enumerable.Range(1, 3000).Select(i => $"old {i}")]);
        await _logs.ReadRangeAsync(Node, -1, 1, Token);

        File.Delete(PathOf(0));
        Write(0, "new");

        Assert.Equal("new", Texts(await _logs.ReadRangeAsync(Node, 1, 10, Token)));
    }

    [Fact]
    public async Task Search_FindsTextsAndExpressions_AndGoesOnWhereItStopped()
    {
        Write(0, [.. Enumerable.Range(1, 1500).Select(i => i % 500 == 0 ? $"It BROKE at {i}" : "fine")]);
        Write(1, "it broke again (a.b)");

        var first = await _logs.SearchAsync(Node, Search("broke", ignoreCase: true) with { Limit = 2 }, Token);
        var rest = await _logs.SearchAsync(Node, Search("broke", ignoreCase: true) with { From = first.Next!.Value }, Token);

        Assert.Equal([500L, 1000L], first.Hits.Select(hit => hit.Number));
        Assert.Equal([1500L, 1501L], rest.Hits.Select(hit => hit.Number));
        Assert.Null(rest.Next);
        Assert.Equal([1501L], (await _logs.SearchAsync(Node, Search("broke"), Token)).Hits.Select(hit => hit.Number));
        Assert.Equal([1501L], (await _logs.SearchAsync(Node, Search("(A.B)", ignoreCase: true), Token)).Hits.Select(hit => hit.Number));
        Assert.Equal([1000L, 1500L], (await _logs.SearchAsync(Node, Search("^It .* 1\\d+$", isRegex: true), Token)).Hits.Select(hit => hit.Number));
    }

    [Fact]
    public async Task Search_FindsWhatLiesOverTwoLinesOfTheFile_AndStopsWhenItsTimeIsUp()
    {
        Append(0, Head('P') + "needle in a hay\n" + Head('F') + "stack\n");
        Append(0, string.Concat(Enumerable.Repeat(Head('F') + "x\n", 5000)));

        Assert.Equal("needle in a haystack", (await _logs.SearchAsync(Node, Search("haystack"), Token)).Hits.Single().Line.Text);
        var late = await _logs.SearchAsync(Node, Search("never") with { Patience = TimeSpan.Zero }, Token);
        Assert.Empty(late.Hits);
        Assert.InRange(late.Next!.Value, 1, 4096);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    public async Task Search_RefusesExpressionsItCannotUse(string text) =>
        Assert.True(await Record.ExceptionAsync(() => _logs.SearchAsync(Node, Search(text, isRegex: true), Token)) is ArgumentException or NotSupportedException);

    private static NodeLogSearch Search(string text, bool isRegex = false, bool ignoreCase = false) => new(text, isRegex, ignoreCase, 1, 100, TimeSpan.FromMinutes(1));

    private static string Texts(NodeLogRange range) => string.Join(',', range.Lines.Select(line => line.Text));

    private static string Head(char flag) => $"2030-01-02T03:04:05.123456789Z stdout {flag} ";

    private string PathOf(int attempt) => Path.Combine(_folder, "runs", "run", "node", attempt.ToString(CultureInfo.InvariantCulture), "main", ExecFiles.Log);

    private void Write(int attempt, params string[] lines) => Append(attempt, string.Concat(lines.Select(line => Head('F') + line + "\n")));

    private void Append(int attempt, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(attempt))!);
        File.AppendAllText(PathOf(attempt), text, new UTF8Encoding(false));
    }
}
