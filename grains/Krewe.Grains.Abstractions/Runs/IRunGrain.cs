using Krewe.Executors;

namespace Krewe.Grains;

/// <summary>
/// One workflow run, by its uid: single writer of the run's log. Decides, commits, and only then lets effects out.
/// </summary>
/// <remarks>
/// Every method may be repeated after a time-out: commands carry ids, reports carry attempts. Calls are answered after the
/// commit that holds their outcome, never for the life of a step.
/// </remarks>
[Alias("krewe.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run. A second call with the same uid answers with the run as it is.</summary>
    [Alias("Create")]
    Task<RunReply> Create(CreateRunMessage message);

    /// <summary>Carries out a user's command (suspend, resume, stop, terminate, set, retry).</summary>
    [Alias("Command")]
    Task<RunReply> Command(RunCommandMessage message);

    /// <summary>Has a part of a run begin or go on; called again it changes nothing, and a part that has ended tells its holder so again.</summary>
    [Alias("StartPart")]
    Task StartPart(StartPartMessage message);

    /// <summary>Carries out a command in a part of a run and in the parts below.</summary>
    /// <returns>Why it was refused; null when it was accepted, by this part or by one below.</returns>
    [Alias("CommandPart")]
    Task<string?> CommandPart(RunCommandMessage message);

    /// <summary>Takes what executors say of the run's nodes, in order. Answered once it is durable.</summary>
    [Alias("Report")]
    Task Report(NodeReportsMessage message);

    /// <summary>Loads the run if it is not in memory and does what is due. Called at start, on wake-ups and after a silo's death.</summary>
    [Alias("Ensure")]
    Task Ensure();

    /// <summary>A host has gone or come back as a new process: the run asks again for all it waits for. Called for every run in memory.</summary>
    [Alias("AskAgain")]
    Task AskAgain();

    /// <summary>Which of some work, found on a host after its restart, the run no longer waits for there.</summary>
    /// <param name="host">The host.</param>
    /// <param name="found">What it has.</param>
    [Alias("Strays")]
    Task<IReadOnlyList<NodeWorkId>> Strays(string host, IReadOnlyList<NodeWorkId> found);

    /// <summary>Holder keys of the locks that the run, as far as it is durable, has or waits for.</summary>
    [Alias("LockHolders")]
    Task<IReadOnlyList<string>> LockHolders();

    /// <summary>The run as a Workflow; empty when there is no such live run.</summary>
    [Alias("Get")]
    Task<RunReply> Get();

    /// <summary>When the work of each node itself began, by node ID, as far as that is known: what the Workflow has no place for.</summary>
    [Alias("WorkStarts")]
    Task<IReadOnlyDictionary<string, DateTimeOffset>> WorkStarts();

    /// <summary>Ends a live run without another word to its log: its work is cancelled and the grain forgets it. The caller deletes the stored run.</summary>
    [Alias("Abandon")]
    Task Abandon();
}
