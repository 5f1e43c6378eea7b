namespace Krewe.Executors.Http.Plugins;

/// <summary>What a plugin said to a template.</summary>
/// <param name="Node">State of the node; null when the template is not for this plugin.</param>
/// <param name="Requeue">When to ask again, for a node that has not ended.</param>
internal sealed record PluginReply(NodeReport? Node, TimeSpan? Requeue)
{
    public static PluginReply NotMine { get; } = new(null, null);
}
