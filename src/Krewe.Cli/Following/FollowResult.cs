using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>How following a run ended.</summary>
/// <param name="Workflow">The run as last seen.</param>
/// <param name="Interrupted">Whether Ctrl-C was pressed.</param>
/// <param name="Left">Whether the run was left going on.</param>
internal sealed record FollowResult(Workflow Workflow, bool Interrupted, bool Left)
{
    public int ExitCode => Interrupted || Left ? ExitCodes.Interrupted
        : Workflow.Status?.Phase == WorkflowPhase.Succeeded ? ExitCodes.Success
        : ExitCodes.Failure;
}
