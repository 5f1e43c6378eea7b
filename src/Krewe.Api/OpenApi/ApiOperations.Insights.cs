using Krewe.Client;
using Krewe.Client.Wire;

namespace Krewe.Api;

/// <content>What the pages of runs and pipelines are made of.</content>
internal static partial class ApiOperations
{
    private static IEnumerable<ApiOperation> RunDetails()
    {
        const string One = InsightRoutes.Runs + "/{namespace}/{name}";
        yield return new("GET", One, KreweService, "GetRunOverview", "The head of a run: state, times, the pipelines it belongs to") { Query = ["uid"], Answer = nameof(RunOverview) };
        yield return new("GET", One + "/failure", KreweService, "ExplainRun", "Why a run failed: the steps at fault, the ends of their logs, since when they fail") { Query = ["uid"], Answer = nameof(FailureReport) };
        yield return new("GET", One + "/nodes", KreweService, "ListRunNodes", "Nodes by what contains what, a page of them") { Query = ["uid", "parent", "part", "depth", "limit", "continue", "phases", "name", "everywhere"], Answer = nameof(NodePage) };
        yield return new("GET", One + "/nodes/changes", KreweService, "ListRunNodeChanges", "Nodes that changed after a version") { Query = ["uid", "since"], Answer = nameof(NodeChanges) };
        yield return new("GET", One + "/nodes/watch", KreweService, "WatchRunNodes", "Nodes that change after a version, as they do, until the run ends") { Query = ["uid", "since", "fields"], Answer = nameof(NodeChanges), IsStream = true };
        yield return new("GET", One + "/timeline", KreweService, "GetRunTimeline", "When each node waited and when it worked, a page of them") { Query = ["uid", "limit", "continue", "phases", "name"], Answer = nameof(TimelinePage) };
        yield return new("GET", One + "/critical-path", KreweService, "GetRunCriticalPath", "The chain of nodes that decided how long a run took") { Query = ["uid"], Answer = nameof(CriticalPathReport) };
        yield return new("GET", One + "/compare", KreweService, "CompareRuns", "What differs between two runs") { Query = ["uid", "with", "withNamespace", "withUid"], Answer = nameof(RunComparison) };
        yield return new("GET", One + "/log/lines", KreweService, "ReadRunLogLines", "Lines of a node's log by number, from either end") { Query = ["uid", "node", "container", "first", "count"], Answer = nameof(LogRange) };
        yield return new("GET", One + "/log/search", KreweService, "SearchRunLogs", "Lines that contain a text, of one node or of the run") { Query = ["uid", "node", "container", "text", "regex", "ignoreCase", "limit", "continue"], Answer = nameof(LogSearchPage) };
    }

    private static IEnumerable<ApiOperation> Pipelines()
    {
        const string All = InsightRoutes.Pipelines + "/{namespace}";
        const string One = All + "/{kind}/{name}";
        string[] lists = ["kind", "name", "runs", "limit", "continue"];
        string[] runs = ["before", "after", "limit"];
        yield return new("GET", InsightRoutes.Pipelines, KreweService, "ListAllPipelines", "Pipelines of all namespaces with the state of their newest runs") { Query = lists, Answer = nameof(PipelinePage) };
        yield return new("GET", All, KreweService, "ListPipelines", "Pipelines of a namespace with the state of their newest runs") { Query = lists, Answer = nameof(PipelinePage) };
        yield return new("GET", One, KreweService, "GetPipeline", "A pipeline with the state of its newest runs") { Query = ["runs"], Answer = nameof(PipelineItem) };
        yield return new("GET", One + "/runs", KreweService, "ListPipelineRuns", "History of a pipeline by numbers") { Query = runs, Answer = nameof(PipelineRunPage) };
        yield return new("GET", One + "/runs/{number}", KreweService, "GetPipelineRun", "The run that has a number") { Answer = nameof(PipelineRunItem) };
        yield return new("GET", One + "/matrix", KreweService, "GetPipelineMatrix", "Steps of a pipeline by its runs") { Query = [.. runs, "skip", "steps"], Answer = nameof(PipelineMatrix) };
    }
}
