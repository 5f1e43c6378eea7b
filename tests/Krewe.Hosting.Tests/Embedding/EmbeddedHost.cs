using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting.Tests.Embedding;

/// <summary>A .NET host with an engine in it, as a user's program has it.</summary>
internal sealed class EmbeddedHost(IHost host) : IAsyncDisposable
{
    public IWorkflowService Workflows => host.Services.GetRequiredService<IWorkflowService>();

    /// <summary>A host on a data folder, put together but not started.</summary>
    public static IHost Build(string folder, Action<KreweBuilder>? configure = null, Action<IServiceCollection>? services = null, KreweClusterOptions? cluster = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        services?.Invoke(builder.Services);
        var krewe = builder.Services.AddKrewe(options => options.DataFolder = folder, cluster);
        configure?.Invoke(krewe);
        return builder.Build();
    }

    public static async Task<EmbeddedHost> StartAsync(string folder, Action<KreweBuilder>? configure = null, Action<IServiceCollection>? services = null, KreweClusterOptions? cluster = null)
    {
        var host = Build(folder, configure, services, cluster);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new EmbeddedHost(host);
    }

    public async Task<Workflow> SubmitAsync(string yaml) => await Workflows.CreateAsync(
        new CreateRunRequest { Namespace = Namespaces.Default, Workflow = EngineFixture.Read(yaml) }, TestContext.Current.CancellationToken);

    public async Task<Workflow> RunAsync(string yaml) => await WaitAsync(await SubmitAsync(yaml), _ => false);

    /// <summary>The run once the condition holds, or at its end.</summary>
    public async Task<Workflow> WaitAsync(Workflow run, Func<Workflow, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var update in Workflows.WatchAsync(EngineFixture.RefOf(run), new WatchOptions(), limit.Token))
        {
            run = update.Object;
            if (condition(run))
            {
                break;
            }
        }

        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
