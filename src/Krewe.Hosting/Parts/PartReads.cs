using System.Globalization;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Reads the parts of runs: finished ones from their documents, live ones from their grains.</summary>
internal sealed class PartReads(IRunQueries queries, RunCalls runs)
{
    /// <summary>Most nodes of a run that is put together; what is beyond is read by pages.</summary>
    public const int MostNodes = 100_000;

    private const int AtOnce = 8;

    // Of a run that is too large those parts are shown whose failure is looked for, as far as they are small.
    private const int MostFailedNodes = 10_000;

    /// <summary>The run with the nodes of its parts; when these are too many for one answer, with those of some that failed.</summary>
    public async Task<Workflow> WholeAsync(Workflow run, CancellationToken cancellationToken)
    {
        if (run.Status?.Nodes?.Values.Any(node => RunParts.UidOf(node) is not null) != true)
        {
            return run;
        }

        var assembly = new RunAssembly(run);
        var isTooLarge = assembly.Open.Sum(SizeOf) > MostNodes;
        var most = isTooLarge ? MostFailedNodes : MostNodes;
        var waiting = new Queue<NodeStatus>(assembly.Open.Where(IsShown));
        while (waiting.Count > 0 && assembly.Count < most)
        {
            var next = new List<NodeStatus>();
            while (next.Count < AtOnce && waiting.TryDequeue(out var node))
            {
                next.Add(node);
            }

            var parts = await Task.WhenAll(next.Select(node => ReadAsync(RunParts.UidOf(node)!, cancellationToken))).ConfigureAwait(false);
            foreach (var (node, part) in next.Zip(parts))
            {
                if (part is not null && assembly.Count + (part.Status?.Nodes?.Count ?? 0) <= most)
                {
                    foreach (var inner in assembly.Put(node, part).Where(IsShown))
                    {
                        waiting.Enqueue(inner);
                    }
                }
            }
        }

        return assembly.Assemble();

        bool IsShown(NodeStatus node) => !isTooLarge || node.Phase is NodePhase.Failed or NodePhase.Error;
    }

    // Its steps, as far as it has told of them.
    private static long SizeOf(NodeStatus part) =>
        part.Progress?.Split('/') is [_, var all] && long.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;

    /// <summary>One part of a run, with the parts below it as single nodes.</summary>
    /// <exception cref="KreweException">The run has no such part.</exception>
    public async Task<Workflow> PartAsync(Workflow run, string partUid, CancellationToken cancellationToken)
    {
        var part = RunParts.IsPart(partUid) && RunParts.RunOf(partUid) == run.Metadata.Uid ? await ReadAsync(partUid, cancellationToken).ConfigureAwait(false) : null;
        return part ?? throw new KreweException(KreweErrorCode.NotFound, $"run '{run.Metadata.Name}' has no part '{partUid}'");
    }

    /// <summary>The run with the part put in that holds a node, if it is none of the nodes that are there.</summary>
    public async Task<Workflow> WithNodeAsync(Workflow run, Func<Workflow, bool> hasNode, CancellationToken cancellationToken)
    {
        if (hasNode(run))
        {
            return run;
        }

        var open = new Queue<NodeStatus>(new RunAssembly(run).Open.Where(node => node.Children is null or { Count: 0 }));
        while (open.TryDequeue(out var node))
        {
            if (await ReadAsync(RunParts.UidOf(node)!, cancellationToken).ConfigureAwait(false) is not { } part)
            {
                continue;
            }

            if (hasNode(part))
            {
                var assembly = new RunAssembly(run with { Status = run.Status! with { Nodes = new Dictionary<string, NodeStatus>(run.Status.Nodes!) { [node.Id] = node } } });
                assembly.Put(node, part);
                return assembly.Assemble();
            }

            foreach (var inner in new RunAssembly(part).Open)
            {
                open.Enqueue(inner);
            }
        }

        return run;
    }

    private async Task<Workflow?> ReadAsync(string partUid, CancellationToken cancellationToken) =>
        await queries.GetDocumentAsync(partUid, cancellationToken).ConfigureAwait(false) is { } document
            ? RunRecord.DecodeDocument(document)
            : (await runs.CallAsync(partUid, part => part.Get(), cancellationToken).ConfigureAwait(false)).Workflow;
}
