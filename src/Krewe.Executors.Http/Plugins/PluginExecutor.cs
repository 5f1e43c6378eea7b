using Krewe.Model;

namespace Krewe.Executors.Http.Plugins;

/// <summary>Hands <c>plugin</c> templates to executor plugins: they are asked in turn, and the first that returns a node has it.</summary>
/// <remarks>After a restart a plugin is asked anew for the same node, as by Argo's agent; it must know its work again.</remarks>
/// <param name="host">Runs the plugins.</param>
/// <param name="pluginsOf">The plugins that a run may use beside its own, by the run's uid.</param>
/// <param name="time">Measures deadlines and pauses.</param>
/// <param name="stopping">Fires when the engine stops.</param>
public sealed class PluginExecutor(PluginHost host, Func<string, CancellationToken, Task<IReadOnlyList<ExecutorPlugin>>> pluginsOf, TimeProvider time, CancellationToken stopping)
    : InProcessExecutor(time, stopping), IDisposable
{
    private static readonly TimeSpan DefaultRequeue = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <inheritdoc/>
    public override bool CanExecute(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Plugin is not null;
    }

    /// <inheritdoc/>
    protected override async Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(running);
        try
        {
            var plugins = work.ExecutorPlugins.Count > 0
                ? [.. work.ExecutorPlugins.Select(ExecutorPlugin.Read)]
                : await pluginsOf(work.Id.RootUid, cancellationToken).ConfigureAwait(false);
            return plugins.Count == 0
                ? WorkOutcome.Error("no plugin executed the template: there are no executor plugins; give a folder of them with --plugins, or spec.executorPlugins")
                : await AskAsync(plugins, work, running, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is PluginFault or FormatException)
        {
            return WorkOutcome.Error(fault.Message);
        }
    }

    private async Task<WorkOutcome> AskAsync(IReadOnlyList<ExecutorPlugin> plugins, NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        var client = new PluginClient(_http, Time);
        while (true)
        {
            var answer = PluginReply.NotMine;
            foreach (var plugin in plugins)
            {
                var process = host.Get(plugin);
                var address = await process.AddressAsync(cancellationToken).ConfigureAwait(false);
                answer = await client.ExecuteAsync(plugin.Name, address, process.Token, work, cancellationToken).ConfigureAwait(false);
                if (answer.Node is not null)
                {
                    break;
                }
            }

            if (answer.Node is not { } node)
            {
                return WorkOutcome.Error($"no plugin executed the template; asked: {string.Join(", ", plugins.Select(plugin => plugin.Name))}");
            }

            if (NodePhase.IsCompleted(node.Phase))
            {
                return new WorkOutcome(node.Phase, node.Message, node.Outputs);
            }

            running.Report(node);
            await Task.Delay(answer.Requeue ?? DefaultRequeue, Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
