using System.Collections.Concurrent;
using Krewe.Client;
using Krewe.Grains;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests;

/// <summary>A run whose activation the runtime gives up comes back by itself: nobody else remembers what it was about to do.</summary>
public sealed class RunActivationTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));
    private readonly Activations _activations = new();
    private KreweEngine? _engine;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWorkflowService Workflows => _engine!.Workflows;

    public async ValueTask InitializeAsync() => _engine = await KreweEngine.StartAsync(new KreweEngineOptions
    {
        DataFolder = _folder,
        Config = new ControllerConfig(),
        ConfigureServices = services => services.AddSingleton<IIncomingGrainCallFilter>(_activations),
    });

    public async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(DeactivationReasonCode.DirectoryFailure)]
    [InlineData(DeactivationReasonCode.HighMemoryPressure)]
    public async Task Run_That_Is_Under_Way_Comes_Back(DeactivationReasonCode reason)
    {
        var run = await Workflows.CreateAsync(new CreateRunRequest { Namespace = Namespaces.Default, Workflow = EngineFixture.Read(Waits) }, Token);
        var first = await _activations.OtherThanAsync(run.Metadata.Uid!, null);

        first.Deactivate(new DeactivationReason(reason, "its place in the directory was lost"), Token);
        var second = await _activations.OtherThanAsync(run.Metadata.Uid!, first);

        Assert.NotEqual(first.ActivationId, second.ActivationId);
        await Workflows.ResumeAsync(EngineFixture.RefOf(run), new ResumeOptions(), Token);
    }

    private const string Waits = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: waits-}
        spec: {entrypoint: main, templates: [{name: main, suspend: {}}]}
        """;

    /// <summary>The activations of runs that were called.</summary>
    private sealed class Activations : IIncomingGrainCallFilter
    {
        private readonly ConcurrentDictionary<string, IGrainContext> _last = new(StringComparer.Ordinal);
        private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is IRunGrain)
            {
                _last[context.TargetId.Key.ToString()!] = context.TargetContext;
                Interlocked.Exchange(ref _called, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }

            return context.Invoke();
        }

        public async Task<IGrainContext> OtherThanAsync(string uid, IGrainContext? before)
        {
            while (true)
            {
                var called = _called.Task;
                if (_last.GetValueOrDefault(uid) is { } last && last != before)
                {
                    return last;
                }

                await called.WaitAsync(TimeSpan.FromMinutes(1), Token);
            }
        }
    }
}
