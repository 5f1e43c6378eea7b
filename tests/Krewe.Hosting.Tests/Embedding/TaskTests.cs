using System.Collections.Concurrent;
using Krewe.Executors.Tasks;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting.Tests.Embedding;

/// <summary>Steps that are code of the host: <c>plugin: {krewe.io/task: …}</c>.</summary>
public sealed class TaskTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _keys = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EmbeddedHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Typed_Input_And_Output_Go_Through_Parameters_And_Result()
    {
        var run = await _host.RunAsync("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: task-}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps:
                    - - name: charge
                        template: charge
                        arguments: {parameters: [{name: order-id, value: A7}, {name: amount, value: "12.50"}, {name: tags, value: '["new","eu"]'}]}
                    - - name: show
                        template: show
                        arguments:
                          parameters:
                            - {name: text, value: "{{steps.charge.outputs.parameters.receipt}} {{steps.charge.outputs.parameters.first}} {{steps.charge.outputs.parameters.note}} {{=jsonpath(steps.charge.outputs.result, '$.total')}}"}
                - name: charge
                  inputs: {parameters: [{name: order-id}, {name: amount}, {name: tags}]}
                  plugin: {krewe.io/task: {name: charge}}
                  outputs:
                    parameters:
                      - {name: receipt, valueFrom: {supplied: {}}}
                      - {name: first, valueFrom: {jsonPath: "{.tags[0]}"}}
                      - {name: note, valueFrom: {supplied: {}, default: none}}
                - name: show
                  inputs: {parameters: [{name: text}]}
                  plugin: {krewe.io/task: {name: upper, input: "{{inputs.parameters.text}}"}}
            """);

        Assert.Equal((WorkflowPhase.Succeeded, null), (run.Status!.Phase, run.Status.Message));
        Assert.Equal("R-A7 NEW NONE 25", Node(run, "show").Outputs?.Result);
        Assert.Equal("""{"receipt":"R-A7","total":25.00,"tags":["new","eu"],"note":null}""", Node(run, "charge").Outputs?.Result);
    }

    [Fact]
    public async Task Class_Is_Made_For_Each_Call_With_Services_Of_The_Host()
    {
        var run = await _host.RunAsync(Single("{name: greet, input: {name: moon}}"));

        Assert.Equal(("", "Good evening, moon"), (Only(run).Message ?? "", Only(run).Outputs?.Result));
    }

    [Fact]
    public async Task Exception_Fails_The_Node_And_RetryStrategy_Tries_Again_Under_Another_Key()
    {
        var run = await _host.RunAsync(Single("{name: second-time}", "retryStrategy: {limit: 3}"));
        var attempts = run.Status!.Nodes!.Values.Where(node => node.Type == NodeType.Plugin).OrderBy(node => node.Name, StringComparer.Ordinal).ToList();

        Assert.Equal(WorkflowPhase.Succeeded, run.Status.Phase);
        Assert.Equal([(NodePhase.Failed, "InvalidOperationException: not yet"), (NodePhase.Succeeded, "")], attempts.Select(node => (node.Phase, node.Message ?? "")));
        Assert.Equal(2, _keys.Distinct(StringComparer.Ordinal).Count());
        Assert.All(_keys, key => Assert.StartsWith(run.Metadata.Uid!, key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{name: chrage}", "no task 'chrage' is registered; registered are: charge, greet, nothing, second-time, upper, waits")]
    [InlineData("{}", "template 'main': plugin krewe.io/task needs the name of a task: {krewe.io/task: {name: NAME}}")]
    [InlineData("{name: charge, inputs: {}}", "template 'main': plugin krewe.io/task has no field 'inputs'; it has name and input")]
    [InlineData("{name: charge, input: {order: A7}}", "task 'charge' takes no 'order'; it takes: orderId, amount, tags")]
    [InlineData("{name: charge, input: {orderId: A7, amount: much, tags: []}}", "task 'charge': its input is no Order: amount does not fit")]
    [InlineData("{name: charge, input: {orderId: A7, tags: []}}", "task 'charge': its input is no Order: JSON deserialization for type ")]
    [InlineData("{name: upper}", "task 'upper' takes one value (String): give its template one input parameter, or 'input' beside its name")]
    [InlineData("{name: nothing}", "task 'nothing' gave no output 'receipt'; it gave: nothing", "outputs: {parameters: [{name: receipt, valueFrom: {supplied: {}}}]}")]
    [InlineData("{name: nothing}", "template 'main': task 'nothing' takes and gives parameters, not artifacts", "inputs: {artifacts: [{name: a, path: /tmp/a, raw: {data: x}}]}")]
    public async Task Template_That_Does_Not_Fit_Its_Task_Ends_In_An_Error_That_Says_How(string task, string message, string more = "")
    {
        var run = await _host.RunAsync(Single(task, more));

        Assert.Equal(NodePhase.Error, Only(run).Phase);
        Assert.StartsWith(message, Only(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminated_Run_Cancels_Its_Task()
    {
        var run = await _host.SubmitAsync(Single("{name: waits}"));
        await _started.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await _host.Workflows.TerminateAsync(EngineFixture.RefOf(run), Token);
        await _cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(NodePhase.Failed, Only(await _host.WaitAsync(run, _ => false)).Phase);
    }

    [Fact]
    public async Task Deadline_Cancels_The_Task()
    {
        var run = await _host.RunAsync(Single("{name: waits}", "activeDeadlineSeconds: 1"));
        await _cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(NodePhase.Failed, Only(run).Phase);
        Assert.Contains("deadline", Only(run).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Progress_And_Message_Are_Seen_While_The_Task_Runs()
    {
        var submitted = await _host.SubmitAsync(Single("{name: waits}"));
        var running = await _host.WaitAsync(submitted, run => run.Status?.Nodes?.Values.SingleOrDefault()?.Progress == "1/4");
        _gate.SetResult();
        var ended = await _host.WaitAsync(submitted, _ => false);

        Assert.Equal("1/4", Only(running).Progress);
        Assert.Equal((NodePhase.Succeeded, "4/4"), (Only(ended).Phase, Only(ended).Progress));
    }

    [Fact]
    public async Task Task_Cut_Off_By_The_End_Of_The_Host_Is_Done_Again_Under_The_Same_Key()
    {
        var run = await _host.SubmitAsync(Single("{name: waits}"));
        await _started.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await _host.DisposeAsync();
        // The host has waited for it.
        Assert.True(_cancelled.Task.IsCompleted);

        _gate.SetResult();
        _host = await StartAsync();
        var ended = await _host.WaitAsync(run, _ => false);

        Assert.Equal(NodePhase.Succeeded, Only(ended).Phase);
        Assert.Equal(2, _keys.Count);
        Assert.Single(_keys.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Name_In_Use_Is_Refused() =>
        Assert.Throws<ArgumentException>(() => EmbeddedHost.Build(_folder.Path, krewe => krewe.AddTask<string>("same", (_, _, _) => Task.CompletedTask).AddTask<string>("same", (_, _, _) => Task.CompletedTask)));

    private Task<EmbeddedHost> StartAsync() => EmbeddedHost.StartAsync(
        _folder.Path,
        krewe => krewe
            .AddTask<Order, Payment>("charge", (order, _, _) => Task.FromResult(new Payment("R-" + order.OrderId, order.Amount * order.Tags.Count, order.Tags, null)))
            .AddTask<string, string>("upper", (text, _, _) => Task.FromResult(text.ToUpperInvariant()))
            .AddTask<object>("nothing", (_, _, _) => Task.CompletedTask)
            .AddTask<Greeter, Greeting, string>("greet")
            .AddTask<object, int>("second-time", (_, context, _) =>
            {
                _keys.Enqueue(context.IdempotenceKey);
                return _keys.Count == 1 ? throw new InvalidOperationException("not yet") : Task.FromResult(_keys.Count);
            })
            .AddTask<object>("waits", WaitAsync),
        services => services.AddSingleton(new Salutation("Good evening")));

    private async Task WaitAsync(object input, TaskContext context, CancellationToken cancellationToken)
    {
        _keys.Enqueue(context.IdempotenceKey);
        context.ReportProgress(1, 4);
        _started.TrySetResult();
        try
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }

    private static string Single(string task, string more = "") => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {generateName: task-}
        spec:
          entrypoint: main
          templates:
            - name: main
              plugin: {krewe.io/task: {{task}} }
              {{more}}
        """;

    private static NodeStatus Only(Workflow run) => run.Status!.Nodes!.Values.Single();

    private static NodeStatus Node(Workflow run, string displayName) => run.Status!.Nodes!.Values.Single(node => node.DisplayName == displayName);

    private sealed record Order(string OrderId, decimal Amount, IReadOnlyList<string> Tags);

    private sealed record Payment(string Receipt, decimal Total, IReadOnlyList<string> Tags, string? Note);

    private sealed record Greeting(string Name);

    private sealed record Salutation(string Text);

    private sealed class Greeter(Salutation salutation) : ITaskHandler<Greeting, string>
    {
        public Task<string> ExecuteAsync(Greeting input, TaskContext context, CancellationToken cancellationToken) =>
            Task.FromResult($"{salutation.Text}, {input.Name}");
    }
}
