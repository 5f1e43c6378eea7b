using System.Runtime.CompilerServices;
using System.Text.Json;
using Krewe.Client;
using Krewe.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>The events that Argo's controller would record in Kubernetes, made out of what happens to runs.</summary>
internal static class KubernetesEventEndpoints
{
    /// <summary>Kubernetes forgets events after an hour, so older ones are not told.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/stream/events/{namespace}", Endpoint.For(SendAsync)).Needs(AccessRole.Viewer);

    private static async Task SendAsync(HttpContext context, IWorkflowService service)
    {
        var wanted = InvolvedObjectFilter.Parse(Endpoint.Query(context, "listOptions.fieldSelector"));
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var query = new ListRunsQuery
        {
            Namespace = Endpoint.Route(context, "namespace"),
            Name = wanted.Name,
            NameFilter = "Exact",
            ResourceVersion = ListQueries.LastSeen(context),
        };
        var events = EventsAsync(service, query, wanted, time.GetUtcNow() - Memory, context.RequestAborted);
        await MessageStream.SendAsync(context, events, body => JsonSerializer.SerializeToElement(body, KubernetesJson.Default.KubernetesEventBody), body => body.Metadata.ResourceVersion).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<KubernetesEventBody> EventsAsync(
        IWorkflowService service, ListRunsQuery query, InvolvedObjectFilter wanted, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await foreach (var update in service.WatchListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            var run = update.Object;
            if (!wanted.Matches(run.Metadata))
            {
                continue;
            }

            if (update.Type == UpdateType.Deleted)
            {
                told.Remove(run.Metadata.Uid ?? "");
                continue;
            }

            if (!told.TryGetValue(run.Metadata.Uid!, out var reasons))
            {
                reasons = told[run.Metadata.Uid!] = new HashSet<string>(StringComparer.Ordinal);
            }

            foreach (var one in Of(run).Where(one => one.LastTimestamp >= since && reasons.Add(one.Reason)))
            {
                yield return one;
            }
        }
    }

    private static IEnumerable<KubernetesEventBody> Of(Workflow run)
    {
        if (run.Status?.StartedAt is { } started)
        {
            yield return Event(run, "WorkflowRunning", "Workflow Running", "Normal", started);
        }

        if (run.Status?.FinishedAt is not { } finished)
        {
            yield break;
        }

        yield return run.Status.Phase switch
        {
            WorkflowPhase.Succeeded => Event(run, "WorkflowSucceeded", "Workflow completed", "Normal", finished),
            WorkflowPhase.Failed => Event(run, "WorkflowFailed", run.Status.Message ?? "Workflow failed", "Warning", finished),
            _ => Event(run, "WorkflowError", run.Status.Message ?? "Workflow error", "Warning", finished),
        };
    }

    private static KubernetesEventBody Event(Workflow run, string reason, string message, string type, DateTimeOffset at) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = $"{run.Metadata.Name}.{at.ToUnixTimeMilliseconds():x}{reason.Length:x}",
            Namespace = run.Metadata.Namespace,
            Uid = $"{run.Metadata.Uid}.{reason}",
            CreationTimestamp = at,
            ResourceVersion = run.Metadata.ResourceVersion,
        },
        InvolvedObject = new InvolvedObject { Kind = nameof(Workflow), Namespace = run.Metadata.Namespace, Name = run.Metadata.Name, Uid = run.Metadata.Uid, ResourceVersion = run.Metadata.ResourceVersion },
        Reason = reason,
        Message = message,
        Type = type,
        FirstTimestamp = at,
        LastTimestamp = at,
    };
}
