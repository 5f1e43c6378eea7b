namespace Krewe.Executors.Tasks;

/// <summary>A task as a class of its own, made anew for each call with what it needs from the host's services.</summary>
/// <typeparam name="TIn">What it takes; read from the template's input as JSON.</typeparam>
/// <typeparam name="TOut">What it gives; written as JSON to the node's outputs.</typeparam>
public interface ITaskHandler<in TIn, TOut>
{
    /// <summary>
    /// Does the work of one node. An exception fails the node with its message; <c>retryStrategy</c> decides whether it is
    /// tried again.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="context">Which node it is, and how it stands.</param>
    /// <param name="cancellationToken">
    /// Fires when the run is stopped or terminated, when the node's deadline has come, and when the host shuts down. After a
    /// shutdown the next host does the same work again, under the same <see cref="TaskContext.IdempotenceKey"/>.
    /// </param>
    Task<TOut> ExecuteAsync(TIn input, TaskContext context, CancellationToken cancellationToken);
}
