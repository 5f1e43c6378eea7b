using Krewe.Client;
using Krewe.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Hosting;

/// <summary>Tries all bindings of a namespace for one delivery. A binding that fails does not keep the others from starting their runs.</summary>
internal sealed class EventBindings(RunAdmission admission, IServiceProvider services)
{
    /// <summary>What came of the bindings that matched, and whether a fault may pass by itself.</summary>
    public async Task<(IReadOnlyList<BindingOutcome> Outcomes, bool Again)> TryAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        var workflows = services.GetRequiredService<WorkflowService>();
        var before = delivery.Outcomes.Where(outcome => outcome.Run is not null).ToDictionary(outcome => outcome.Binding, StringComparer.Ordinal);
        var outcomes = new List<BindingOutcome>();
        var again = false;
        foreach (var binding in await BindingsAsync(workflows, delivery.Namespace, cancellationToken).ConfigureAwait(false))
        {
            var name = binding.Metadata.Name!;
            if (before.Remove(name, out var started))
            {
                outcomes.Add(started);
                continue;
            }

            try
            {
                if (BindingEvaluator.Matches(binding, delivery))
                {
                    outcomes.Add(new BindingOutcome(name, await StartAsync(workflows, binding, delivery, cancellationToken).ConfigureAwait(false)));
                }
            }
            catch (KreweException failure)
            {
                outcomes.Add(new BindingOutcome(name, Error: failure.Message));
                again |= MayPass(failure.Code);
            }
        }

        // Runs of bindings that are gone by now.
        outcomes.AddRange(before.Values);
        return (outcomes, again);
    }

    private async Task<string?> StartAsync(IWorkflowService workflows, WorkflowEventBinding binding, EventDelivery delivery, CancellationToken cancellationToken)
    {
        if (binding.Spec.Submit is not { } submit)
        {
            return null;
        }

        if (submit.WorkflowTemplateRef?.Name is not { Length: > 0 } template)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, "malformed binding: submit.workflowTemplateRef.name is missing");
        }

        var kind = submit.WorkflowTemplateRef.ClusterScope == true ? "clusterworkflowtemplate" : "workflowtemplate";
        var source = new SubmitRequest { Namespace = delivery.Namespace, ResourceKind = kind, ResourceName = template };
        var workflow = await admission.FromResourceAsync(source, cancellationToken).ConfigureAwait(false);
        var request = new CreateRunRequest
        {
            Namespace = delivery.Namespace,
            Workflow = BindingEvaluator.Fill(workflow, binding, delivery),
            // The same however often this delivery is tried: one run.
            RequestId = $"event/{EventInbox.Identity(delivery)}/{binding.Metadata.Name}",
        };
        return (await workflows.CreateAsync(request, cancellationToken).ConfigureAwait(false)).Metadata.Name;
    }

    private static async Task<List<WorkflowEventBinding>> BindingsAsync(IWorkflowService workflows, string @namespace, CancellationToken cancellationToken)
    {
        var found = new List<WorkflowEventBinding>();
        string? next = null;
        do
        {
            var page = await workflows.ListResourcesAsync(new ListResourcesQuery { Kind = ResourceKind.WorkflowEventBinding, Namespace = @namespace, Continue = next }, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Cast<WorkflowEventBinding>());
            next = page.Metadata.Continue;
        }
        while (next is { Length: > 0 });
        return found;
    }

    private static bool MayPass(KreweErrorCode code) => code is
        KreweErrorCode.Unavailable or KreweErrorCode.ResourceExhausted or KreweErrorCode.DeadlineExceeded or KreweErrorCode.Aborted or KreweErrorCode.Internal or KreweErrorCode.Unknown;
}
