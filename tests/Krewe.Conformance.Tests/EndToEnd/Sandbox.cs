using System.Text.Json.Nodes;
using Krewe.Client;

namespace Krewe.Conformance;

/// <summary>What the cases of one chain share: the engine, a namespace of their own, and what they made.</summary>
internal sealed class Sandbox(EngineHost host, string @namespace, Func<string> commandLine) : IDisposable
{
    public EngineHost Host { get; } = host;

    public string Namespace { get; } = @namespace;

    /// <summary>The <c>krewe</c> program.</summary>
    public string Program => commandLine();

    /// <summary>Names of workflows by their id in the data.</summary>
    public Dictionary<string, string> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Stored definitions by their id in the data.</summary>
    public Dictionary<string, JsonObject> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Config maps that its cases made: the engine's, not the namespace's.</summary>
    public HashSet<string> ConfigMaps { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the command line is called from.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("krewe-cli-");

    /// <summary>Deletes the schedules and runs that a case left, whose steps would otherwise hold the machine's slots for minutes.</summary>
    /// <param name="everything">Also what takes no slots: stored definitions.</param>
    public async Task ClearAsync(bool everything = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var crons = await Host.Service.ListResourcesAsync(new ListResourcesQuery { Kind = ResourceKind.CronWorkflow, Namespace = Namespace }, limit.Token).ConfigureAwait(false);
        foreach (var cron in crons.Items)
        {
            await Host.Service.DeleteResourceAsync(new ResourceRef(ResourceKind.CronWorkflow, Namespace, cron.Metadata.Name!), limit.Token).ConfigureAwait(false);
        }

        var runs = await Host.Service.ListAsync(new ListRunsQuery { Namespace = Namespace }, limit.Token).ConfigureAwait(false);
        foreach (var run in runs.Items)
        {
            await Host.Service.DeleteAsync(new RunRef(Namespace, run.Metadata.Name!), new DeleteOptions { Force = true }, limit.Token).ConfigureAwait(false);
        }

        foreach (var kind in everything ? Enum.GetValues<ResourceKind>() : [])
        {
            foreach (var resource in (await Host.Service.ListResourcesAsync(new ListResourcesQuery { Kind = kind, Namespace = Namespace }, limit.Token).ConfigureAwait(false)).Items)
            {
                await Host.Service.DeleteResourceAsync(new ResourceRef(kind, Namespace, resource.Metadata.Name!), limit.Token).ConfigureAwait(false);
            }
        }

        foreach (var name in ConfigMaps)
        {
            Host.DeleteConfigMap(name);
        }
    }

    public void Dispose() => Folder.Delete(recursive: true);
}
