using System.Text.Json;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Executors.Tasks;

/// <summary>A task that workflows can name: <c>plugin: {krewe.io/task: {name: …}}</c>.</summary>
public sealed class TaskDefinition
{
    private readonly Func<TaskCall, TaskContext, CancellationToken, Task<Outputs?>> _run;

    private TaskDefinition(string name, Func<TaskCall, TaskContext, CancellationToken, Task<Outputs?>> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _run = run;
    }

    /// <summary>Name by which templates call it.</summary>
    public string Name { get; }

    /// <summary>A task whose work a delegate does.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    /// <param name="handler">Does the work; see <see cref="ITaskHandler{TIn, TOut}.ExecuteAsync"/>.</param>
    public static TaskDefinition Create<TIn, TOut>(string name, Func<TIn, TaskContext, CancellationToken, Task<TOut>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new TaskDefinition(name, async (call, context, cancellationToken) =>
        {
            var output = await handler(TaskInput.Read<TIn>(call, TaskJson.Options), context, cancellationToken).ConfigureAwait(false);
            return TaskOutput.Write(call, JsonSerializer.SerializeToElement(output, TaskJson.Options));
        });
    }

    /// <summary>A task that gives nothing back.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    /// <param name="handler">Does the work.</param>
    public static TaskDefinition Create<TIn>(string name, Func<TIn, TaskContext, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new TaskDefinition(name, async (call, context, cancellationToken) =>
        {
            await handler(TaskInput.Read<TIn>(call, TaskJson.Options), context, cancellationToken).ConfigureAwait(false);
            return TaskOutput.Write(call, null);
        });
    }

    /// <summary>A task whose work a class does, made anew for each call.</summary>
    /// <typeparam name="THandler">The class; its constructor may ask for services of the host.</typeparam>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    public static TaskDefinition Create<THandler, TIn, TOut>(string name)
        where THandler : class, ITaskHandler<TIn, TOut> => Create<TIn, TOut>(
            name,
            (input, context, cancellationToken) => ActivatorUtilities.GetServiceOrCreateInstance<THandler>(context.Services).ExecuteAsync(input, context, cancellationToken));

    internal Task<Outputs?> RunAsync(TaskCall call, TaskContext context, CancellationToken cancellationToken) => _run(call, context, cancellationToken);
}
