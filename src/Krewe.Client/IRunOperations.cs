using Krewe.Model;

namespace Krewe.Client;

/// <summary>Runs: starting, reading, listing and steering them.</summary>
public interface IRunOperations
{
    /// <summary>
    /// Validates and starts a workflow (Argo <c>POST /api/v1/workflows/{namespace}</c>); returns it as stored, with name and uid, once that is durable.
    /// </summary>
    /// <exception cref="KreweException">
    /// <see cref="KreweErrorCode.InvalidArgument"/> with diagnostics; <see cref="KreweErrorCode.AlreadyExists"/> for a name in use;
    /// <see cref="KreweErrorCode.ResourceExhausted"/> when limits are passed.
    /// </exception>
    Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a run from a stored template or cron workflow (Argo <c>…/submit</c>).</summary>
    Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default);

    /// <summary>Validates a workflow against the stored templates without starting it; returns it as it would be stored.</summary>
    Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default);

    /// <summary>A run, live or finished, with its whole status.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: <c>workflows.argoproj.io "x" not found</c>.</exception>
    Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>Runs that match, newest first, one page of them.</summary>
    Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lets no new step start, fails suspended nodes, runs exit handlers; with a selector, only fails the suspended nodes it picks.</summary>
    Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default);

    /// <summary>Ends a run at once: steps are killed, exit handlers do not run.</summary>
    Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>Lets running steps end but starts no new ones until <see cref="ResumeAsync"/>.</summary>
    Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default);

    /// <summary>Resumes a suspended run or, with a selector, the suspended nodes it picks.</summary>
    Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default);

    /// <summary>Runs the failed part of a finished run again, under the same name.</summary>
    Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default);

    /// <summary>Starts a new run with the spec of another one; returns the new run.</summary>
    Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default);

    /// <summary>Sets phase, message or outputs of suspended nodes.</summary>
    Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default);

    /// <summary>Keys of the labels that runs of a namespace (<see cref="Namespaces.All"/> for all) carry, in order.</summary>
    Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default);

    /// <summary>Values that a label has on runs of a namespace (<see cref="Namespaces.All"/> for all), in order.</summary>
    Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default);

    /// <summary>Deletes a run, terminating it first if it is live.</summary>
    Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default);
}
