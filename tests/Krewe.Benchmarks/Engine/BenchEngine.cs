using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime;
using Krewe.Artifacts;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Executors.Process;
using Krewe.Hosting;
using Krewe.Model;
using Krewe.Storage;
using Krewe.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Krewe.Benchmarks.Engine;

/// <summary>A whole engine in this process, as the command line starts it, with the executor or the store exchanged.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private const int MostWarmUps = 12;
    private const int FewMethods = 40;
    private readonly KreweEngine _engine;

    private BenchEngine(KreweEngine engine) => _engine = engine;

    public NoOpExecutor NoOp { get; private init; } = new();

    public CallCounter? Calls { get; private init; }

    public WatchedCommitter Commits => _engine.Services.GetRequiredService<WatchedCommitter>();

    public IServiceProvider Services => _engine.Services;

    /// <summary>An engine whose nodes end as soon as they start.</summary>
    public static Task<BenchEngine> StartNoOpAsync(string folder, StoreKind store, bool countCalls = false, PostgreSqlStoreOptions? postgreSql = null, ConcurrentQueue<long>? starts = null)
    {
        var executor = new NoOpExecutor { Starts = starts };
        var counter = countCalls ? new CallCounter() : null;
        return StartAsync(folder, postgreSql, executor, counter, services =>
        {
            // Before all others, so that it is asked first; child workflows are left to the engine's own.
            services.Insert(0, ServiceDescriptor.Singleton<INodeExecutor>(executor));
            if (store == StoreKind.Memory)
            {
                services.AddKreweStore(_ => new InMemoryStore());
            }

            if (counter is not null)
            {
                services.AddSingleton<IIncomingGrainCallFilter>(counter);
            }
        });
    }

    /// <summary>An engine that runs processes, that many at once.</summary>
    public static Task<BenchEngine> StartProcessesAsync(string folder, int slots) => StartAsync(folder, null, new NoOpExecutor(), null, services =>
    {
        var options = new ProcessExecutorOptions { DataFolder = folder, Slots = slots, SupervisorPath = Supervisor.Find() };
        services.RemoveAll<INodeExecutor>();
        services.AddSingleton<INodeExecutor>(provider => new ProcessExecutor(options, provider.GetRequiredService<IArtifactStore>()));
    });

    /// <summary>Runs workflows, all submitted at once, to their end; returns the seconds it took.</summary>
    public async Task<double> RunAsync(Workflow workflow, int copies = 1)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => RunOneAsync(workflow)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Runs it again and again until the compiler has little left to do: what is measured is an engine that has been up for a while.</summary>
    public async Task WarmUpAsync(Workflow workflow, int copies = 1)
    {
        for (var i = 0; i < MostWarmUps; i++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            await RunAsync(workflow, copies);
            if (JitInfo.GetCompiledMethodCount() - compiled < FewMethods)
            {
                return;
            }
        }
    }

    /// <summary>Submits without waiting for the end.</summary>
    public async Task<string> SubmitAsync(Workflow workflow)
    {
        var created = await _engine.Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = workflow });
        return created.Metadata.Uid!;
    }

    public async Task WaitAsync(string uid)
    {
        if (await Commits.EndOfAsync(uid) is var phase && phase != WorkflowPhase.Succeeded)
        {
            throw new InvalidOperationException($"the run ended as {phase}");
        }
    }

    /// <summary>Stops the engine. Its folder stays until the program ends: some file systems are slow to create files while many have just been deleted.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task RunOneAsync(Workflow workflow) => await WaitAsync(await SubmitAsync(workflow));

    private static async Task<BenchEngine> StartAsync(string folder, PostgreSqlStoreOptions? postgreSql, NoOpExecutor executor, CallCounter? counter, Action<IServiceCollection> configure)
    {
        var engine = await KreweEngine.StartAsync(new KreweEngineOptions
        {
            DataFolder = folder,
            PostgreSql = postgreSql,
            ConfigureServices = services =>
            {
                configure(services);
                services.AddSingleton<WatchedCommitter>();
                services.AddSingleton<IRunCommitter>(provider => provider.GetRequiredService<WatchedCommitter>());
            },
        });

        // Resolved once, so that a store that was exchanged is closed with the others.
        _ = engine.Services.GetServices<IKreweStore>().Count();
        return new BenchEngine(engine) { NoOp = executor, Calls = counter };
    }
}
