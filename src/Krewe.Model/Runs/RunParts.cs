namespace Krewe.Model.Runs;

/// <summary>
/// Uids of the parts that a big run is split into: a steps or DAG node with a large subtree has a log of its own, and the run shows
/// it as one of its nodes. A part is no run of its own to anybody outside: it stands in no list and has no name.
/// </summary>
public static class RunParts
{
    /// <summary>Annotation of a template that says whether its nodes become parts: <see cref="Always"/> or <see cref="Never"/>.</summary>
    public const string Annotation = "workflows.krewe.dev/part";

    /// <summary>Value of <see cref="Annotation"/>: whatever the size.</summary>
    public const string Always = "always";

    /// <summary>Value of <see cref="Annotation"/>: whatever the size, not.</summary>
    public const string Never = "never";

    /// <summary>Stands in no uid of Kubernetes and in no name, and sorts behind all that may.</summary>
    private const char Mark = '~';

    /// <summary>The uid of a node's part.</summary>
    /// <param name="uid">Uid of the run, or of the part that holds the node.</param>
    /// <param name="nodeId">The node; its ID ends in a number that no other node of the run has.</param>
    /// <param name="attempt">Grows when the node is made anew by a retry of the run: then it is another part.</param>
    public static string Uid(string uid, string nodeId, int attempt)
    {
        ArgumentNullException.ThrowIfNull(nodeId);
        var number = nodeId[(nodeId.LastIndexOf('-') + 1)..];
        return attempt == 0 ? $"{RunOf(uid)}{Mark}{number}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunOf(uid)}{Mark}{number}.{attempt}");
    }

    /// <summary>Whether the uid is one of a part.</summary>
    public static bool IsPart(string uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return uid.Contains(Mark, StringComparison.Ordinal);
    }

    /// <summary>Uid of the run that the uid is a part of; of a run the uid itself.</summary>
    public static string RunOf(string uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return uid.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var at ? uid[..at] : uid;
    }

    /// <summary>The uids of all parts of a run, in the order of their characters, lie between these two.</summary>
    public static (string After, string Before) Range(string uid) => ($"{uid}{Mark}", $"{uid}{(char)(Mark + 1)}");

    /// <summary>Uid of the part that a node is; null for a node that is none.</summary>
    public static string? UidOf(NodeStatus node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node is { Type: NodeType.Steps or NodeType.Dag, ChildWorkflow.Uid: { } uid } && IsPart(uid) ? uid : null;
    }

    /// <summary>ID of a node in its part, where its ID in the run that was put together had to be another.</summary>
    public static string NodeOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var at ? id[..at] : id;
    }

    /// <summary>ID of a node of a part in the run that is put together, where another part has a node of the same ID.</summary>
    public static string NodeIn(string partUid, string id)
    {
        ArgumentNullException.ThrowIfNull(partUid);
        return $"{id}{Mark}{partUid[(partUid.IndexOf(Mark, StringComparison.Ordinal) + 1)..]}";
    }

    /// <summary>Uid of the part that holds a node of a run put together from its parts; the run's own for a node outside of all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">The node.</param>
    public static string HolderOf(Workflow run, NodeStatus node)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(node);
        var nodes = run.Status?.Nodes;
        // As deep as templates may be nested, and no further: a status that was handed in may hold a circle.
        for (var depth = 0; depth < 1_000 && node.BoundaryID is { Length: > 0 } boundary && nodes?.GetValueOrDefault(boundary) is { } outer; depth++)
        {
            if (UidOf(outer) is { } part)
            {
                return part;
            }

            node = outer;
        }

        return run.Metadata.Uid ?? "";
    }
}
