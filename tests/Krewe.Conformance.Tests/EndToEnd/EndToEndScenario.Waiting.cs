using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Conformance;

/// <content>Waiting for workflows.</content>
internal sealed partial class EndToEndScenario
{
    private async Task WaitAsync(JsonObject step, CancellationToken cancellationToken)
    {
        var id = Text(step, "workflow")!;
        var limit = Limit(JsonValues.Number(step["timeout"]));
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(limit);
        JsonObject? seen = null;
        try
        {
            if (id == "latest" && _sandbox.Runs.Count == 0 && _sandbox.Resources.Count == 0 && _responses.Count == 0)
            {
                throw new NotApplicableException("submits nothing: goes on from a case that the data has in another set");
            }

            if (id == "new" || (id == "latest" && _sandbox.Runs.Count == 0))
            {
                _sandbox.Runs[id] = await AppearedAsync(limit, within.Token).ConfigureAwait(false);
                _known.Add(_sandbox.Runs[id]);
            }

            Workflow? run = null;
            await foreach (var update in Service.WatchAsync(Ref(id), new WatchOptions(), within.Token).ConfigureAwait(false))
            {
                run = update.Fold(run);
                seen = Manifests.Json(run);
                if (Reached(step, id, seen))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AssertionFailedException($"line {Text(step, "line")}: not {JsonValues.Show(step["until"])} within {limit.TotalSeconds:0} s: {Describe(seen)}");
        }

        throw new AssertionFailedException($"line {Text(step, "line")}: not {JsonValues.Show(step["until"])}: {Describe(seen)}");
    }

    private bool Reached(JsonObject step, string id, JsonObject workflow)
    {
        if (step["until"] is not JsonObject predicate)
        {
            return WaitConditions.Holds(JsonValues.Text(step["until"]) ?? "ToBeDone", workflow, step);
        }

        var roots = new RootValues();
        foreach (var root in RootValues.RootsIn(predicate))
        {
            roots.Set(root, JsonValues.Text(root["workflow"]) == id ? workflow : throw new InvalidOperationException($"waits for {root.ToJsonString()}"));
        }

        return new AssertionInterpreter(roots, TimeProvider.System.GetUtcNow()).Holds(predicate, Scope.Of(workflow));
    }

    private async Task<string> AppearedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        string? name = null;
        await Eventually.HoldsAsync(
            async () => (name = (await ListAsync(null, cancellationToken).ConfigureAwait(false)).Select(run => run.Metadata.Name).FirstOrDefault(found => !_known.Contains(found!))) is not null,
            limit,
            "no new workflow appeared",
            cancellationToken).ConfigureAwait(false);
        return name!;
    }

    private Task WaitForDeletionAsync(CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () =>
        {
            try
            {
                await Service.GetAsync(Ref(_sandbox.Runs.Keys.Last()), cancellationToken).ConfigureAwait(false);
                return false;
            }
            catch (KreweException e) when (e.Code == KreweErrorCode.NotFound)
            {
                return true;
            }
        },
        Limit(30),
        "the workflow was not deleted",
        cancellationToken);

    private Task WaitForCountAsync(JsonArray args, CancellationToken cancellationToken)
    {
        var count = (int)JsonValues.Number(args[1])!.Value;
        return Eventually.HoldsAsync(
            async () => (await ListAsync(null, cancellationToken).ConfigureAwait(false)).Count == count,
            Limit(JsonValues.Number(args[0])),
            $"there are not {count} workflows",
            cancellationToken);
    }

    private Task WaitForCronAsync(string what, TimeSpan limit, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () =>
        {
            var cron = await CronAsync(_sandbox.Resources.Last(entry => Text(entry.Value, "kind") == "CronWorkflow").Key, cancellationToken).ConfigureAwait(false);
            return what == "active" ? !JsonValues.IsZero(cron["status"]?["active"]) : JsonValues.Text(cron["metadata"]?["labels"]?["cronworkflows.argoproj.io/completed"]) == "true";
        },
        limit,
        $"the cron workflow is not {what}",
        cancellationToken);

    private async Task<JsonObject> CronAsync(string id, CancellationToken cancellationToken) => Manifests.Json(
        await Service.GetResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, Namespace, Name(_sandbox.Resources[id])!), cancellationToken).ConfigureAwait(false));

    private async Task<IReadOnlyList<Workflow>> ListAsync(string? labels, CancellationToken cancellationToken) =>
        (await Service.ListAsync(new ListRunsQuery { Namespace = Namespace, LabelSelector = labels, IncludeNodes = true }, cancellationToken).ConfigureAwait(false)).Items ?? [];

    private static string Describe(JsonObject? workflow)
    {
        var status = workflow?["status"];
        var bad = (status?["nodes"] as JsonObject ?? []).Select(node => node.Value).FirstOrDefault(node => JsonValues.Text(node?["type"]) == "Pod" && !JsonValues.IsZero(node?["message"]));
        return $"phase {JsonValues.Text(status?["phase"]) ?? "none"}, message \"{JsonValues.Text(status?["message"])}\""
            + (bad is null ? "" : $", node {JsonValues.Text(bad["displayName"])}: {JsonValues.Text(bad["phase"])} \"{JsonValues.Text(bad["message"])}\"");
    }
}
