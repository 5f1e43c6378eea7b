using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Insights;

/// <summary>Which pipeline a user means who gives a name and maybe a kind.</summary>
internal static class PipelineChoice
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["template"] = "WorkflowTemplate",
        ["cluster-template"] = "ClusterWorkflowTemplate",
        ["cron"] = "CronWorkflow",
        ["workflow"] = PipelineRef.InlineKind,
    };

    public static Option<string?> Kind()
    {
        var option = new Option<string?>("--kind") { Description = $"What it is: {string.Join(", ", Kinds.Keys)}", HelpName = "kind" };
        option.AcceptOnlyFromAmong([.. Kinds.Keys]);
        return option;
    }

    /// <summary>The API's word for a kind.</summary>
    public static string? KindOf(string? given) => given is null ? null : Kinds[given];

    /// <summary>The pipeline; without a kind the one with that name that ran, a definition before one that has only the name.</summary>
    public static async Task<PipelineItem> FindAsync(IWorkflowService service, string @namespace, string name, string? kind, CancellationToken cancellationToken)
    {
        PipelineItem? found = null;
        foreach (var candidate in kind is null ? PipelineRef.Kinds : [Kinds[kind]])
        {
            try
            {
                var item = await service.GetPipelineAsync(new PipelineRef(@namespace, candidate, name), cancellationToken: cancellationToken).ConfigureAwait(false);
                found = found is { LastNumber: > 0 } || item.LastNumber == 0 ? found ?? item : item;
            }
            catch (KreweException missing) when (missing.Code == KreweErrorCode.NotFound)
            {
                // Another kind may have it.
            }
        }

        return found ?? throw new KreweException(
            KreweErrorCode.NotFound,
            $"nothing called \"{name}\" is defined or has run in namespace \"{@namespace}\"{(kind is null ? "" : $" as {kind}")}; 'krewe pipelines' lists what there is");
    }
}
