using Krewe.Executors.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting;

/// <summary>Adds to an engine that a host embeds.</summary>
public sealed class KreweBuilder
{
    internal KreweBuilder(IServiceCollection services) => Services = services;

    /// <summary>Services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Lets workflows call code of this host: <c>plugin: {krewe.io/task: {name: …}}</c>.</summary>
    /// <typeparam name="TIn">What it takes; read as JSON from the template's input parameters, or from <c>input</c> beside the name.</typeparam>
    /// <typeparam name="TOut">What it gives; written as JSON to <c>outputs.result</c>, its properties to the declared output parameters.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    /// <param name="handler">Does the work; see <see cref="ITaskHandler{TIn, TOut}.ExecuteAsync"/> for what it must heed.</param>
    /// <exception cref="ArgumentException">There is a task of that name.</exception>
    public KreweBuilder AddTask<TIn, TOut>(string name, Func<TIn, TaskContext, CancellationToken, Task<TOut>> handler) => Add(TaskDefinition.Create(name, handler));

    /// <summary>The same for a task that gives nothing back.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    /// <param name="handler">Does the work.</param>
    /// <exception cref="ArgumentException">There is a task of that name.</exception>
    public KreweBuilder AddTask<TIn>(string name, Func<TIn, TaskContext, CancellationToken, Task> handler) => Add(TaskDefinition.Create(name, handler));

    /// <summary>The same for a class, made anew for each call with services of the host.</summary>
    /// <typeparam name="THandler">The class.</typeparam>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="name">Name by which templates call it.</param>
    /// <exception cref="ArgumentException">There is a task of that name.</exception>
    public KreweBuilder AddTask<THandler, TIn, TOut>(string name)
        where THandler : class, ITaskHandler<TIn, TOut> => Add(TaskDefinition.Create<THandler, TIn, TOut>(name));

    private KreweBuilder Add(TaskDefinition task)
    {
        if (Services.Any(item => item.ImplementationInstance is TaskDefinition known && known.Name == task.Name))
        {
            throw new ArgumentException($"task '{task.Name}' is registered twice", nameof(task));
        }

        Services.AddSingleton(task);
        return this;
    }
}
