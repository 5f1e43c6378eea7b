namespace Krewe.Engine;

/// <summary>
/// The pure heart: decides what follows from a command, from nothing but the state and the command.
/// </summary>
public static class RunEngine
{
    /// <summary>
    /// Decides on a command and applies the resulting events to <paramref name="state"/>. Never throws for what a user did wrong:
    /// that fails a node or the run, or is a <see cref="Decision.Rejection"/>.
    /// </summary>
    public static Decision Decide(RunState state, RunCommand command) => RunWork.Of(state, command.Now).Decide(command);

    /// <summary>
    /// All effects whose end the state does not know of: what to carry out again after a restart. Idempotent. After a reload
    /// decide <see cref="Reconcile"/>, whose effects hold these.
    /// </summary>
    public static IReadOnlyList<RunEffect> PendingEffects(RunState state, DateTimeOffset now) => RunWork.Of(state, now).PendingEffects();

    /// <summary>
    /// The spec that a run executes: defaults, referenced template and workflow merged, global variables substituted outside of
    /// templates. Null for a run that has not begun.
    /// </summary>
    public static Krewe.Model.WorkflowSpec? ExecutedSpec(RunState state) => state.Work?.ExecutedSpec;

    /// <summary>How far a part of a run is, to be told to its holder; null of a run, and of a part that has ended.</summary>
    public static ReportPart? ProgressOfPart(RunState state, DateTimeOffset now) => RunWork.Of(state, now).ProgressOfPart;

    /// <summary>The next moment something is due in the run by time alone, or null.</summary>
    public static DateTimeOffset? NextWakeup(RunState state) => state.Work?.NextWakeup();
}
