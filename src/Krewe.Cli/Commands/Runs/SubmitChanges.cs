using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Submission;
using ModelOptions = Krewe.Model.Submission.SubmitOptions;
using SubmitOptions = Krewe.Client.SubmitOptions;

namespace Krewe.Cli.Commands.Runs;

/// <summary>What submit options make of a workflow, without an engine.</summary>
internal static class SubmitChanges
{
    public static Workflow Apply(Workflow workflow, SubmitOptions? options)
    {
        if (options is null)
        {
            return workflow;
        }

        var changed = WorkflowSubmission.Apply(workflow, new ModelOptions
        {
            Name = options.Name,
            GenerateName = options.GenerateName,
            EntryPoint = options.Entrypoint,
            Parameters = options.Parameters,
            ServiceAccount = options.ServiceAccount,
            Labels = options.Labels,
            Annotations = options.Annotations,
            PodPriorityClassName = options.PodPriorityClassName,
            Priority = options.Priority,
            Artifacts = options.Artifacts,
        });
        return changed.Value ?? throw new KreweException(KreweErrorCode.InvalidArgument, changed.Error!);
    }
}
