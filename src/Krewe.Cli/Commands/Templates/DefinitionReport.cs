using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Schedules;

namespace Krewe.Cli.Commands.Templates;

/// <summary>Definitions as <c>argo</c> shows them.</summary>
internal static class DefinitionReport
{
    public static void Print(CliConsole console, ArgoResource definition, string? format)
    {
        switch (format)
        {
            case "name":
                console.Write(definition.Metadata.Name ?? "");
                break;
            case "json" or "yaml":
                console.WriteRaw(ResourceWriter.Write(definition, format));
                break;
            default:
                console.Write(Lines(definition, console.Settings));
                break;
        }
    }

    public static IEnumerable<StyledLine> Lines(ArgoResource definition, RenderSettings settings)
    {
        yield return RunReport.Field("Name:", definition.Metadata.Name);
        if (definition is not ClusterWorkflowTemplate)
        {
            yield return RunReport.Field("Namespace:", definition.Metadata.Namespace);
        }

        if (definition.Metadata.CreationTimestamp is { } created)
        {
            yield return RunReport.Field("Created:", Humanize.Timestamp(created, settings.Now, settings.Zone));
        }

        if (definition is CronWorkflow cron)
        {
            foreach (var line in CronLines(cron, settings))
            {
                yield return line;
            }
        }
    }

    public static IEnumerable<StyledLine> Table(IReadOnlyList<ArgoResource> definitions, ResourceKind kind, bool namespaces, RenderSettings settings)
    {
        var table = new TextTable(gap: 3);
        IEnumerable<StyledLine> first = namespaces ? ["NAMESPACE", "NAME"] : ["NAME"];
        table.Add(kind == ResourceKind.CronWorkflow ? [.. first, "AGE", "LAST RUN", "NEXT RUN", "SCHEDULES", "TIMEZONE", "SUSPENDED"] : [.. first, "AGE"]);
        foreach (var definition in definitions)
        {
            List<StyledLine> cells = namespaces ? [definition.Metadata.Namespace ?? "", definition.Metadata.Name ?? ""] : [definition.Metadata.Name ?? ""];
            cells.Add(Age(definition.Metadata.CreationTimestamp, settings));
            if (definition is CronWorkflow cron)
            {
                cells.AddRange([Age(cron.Status?.LastScheduledTime, settings), Until(NextSlot(cron, settings.Now), settings), Schedules(cron), cron.Spec.Timezone ?? "", cron.Spec.Suspend == true ? "true" : "false"]);
            }

            table.Add(cells);
        }

        return table.Lines();
    }

    private static IEnumerable<StyledLine> CronLines(CronWorkflow cron, RenderSettings settings)
    {
        yield return RunReport.Field("Schedules:", Schedules(cron));
        yield return RunReport.Field("Suspended:", cron.Spec.Suspend == true ? "true" : "false");
        if (cron.Spec.Timezone is { Length: > 0 } zone)
        {
            yield return RunReport.Field("Timezone:", zone);
        }

        if (cron.Spec.StartingDeadlineSeconds is { } deadline)
        {
            yield return RunReport.Field("StartingDeadlineSeconds:", $"{deadline}");
        }

        if (cron.Spec.ConcurrencyPolicy is { Length: > 0 } policy)
        {
            yield return RunReport.Field("ConcurrencyPolicy:", policy);
        }

        if (cron.Status?.LastScheduledTime is { } last)
        {
            yield return RunReport.Field("LastScheduledTime:", Humanize.Timestamp(last, settings.Now, settings.Zone));
        }

        if (NextSlot(cron, settings.Now) is { } next)
        {
            yield return RunReport.Field("NextScheduledTime:", Humanize.Timestamp(next, settings.Now, settings.Zone));
        }

        if (cron.Status?.Active is { Count: > 0 } active)
        {
            yield return RunReport.Field("Active Workflows:", string.Join(", ", active.Select(run => run.TryGetProperty("name", out var name) ? name.GetString() : null)));
        }

        foreach (var line in RunReport.Conditions(cron.Status?.Conditions, settings))
        {
            yield return line;
        }

        if (cron.Spec.WorkflowSpec?.Arguments?.Parameters is { Count: > 0 } parameters)
        {
            yield return RunReport.Field("Workflow Parameters:", "");
            foreach (var parameter in parameters.Where(parameter => parameter.Value is not null))
            {
                yield return RunReport.Field($"  {parameter.Name}:", parameter.Value);
            }
        }
    }

    private static DateTimeOffset? NextSlot(CronWorkflow cron, DateTimeOffset now)
    {
        try
        {
            return CronTimetable.Of(cron).Next(now);
        }
        catch (FormatException)
        {
            // Not valid: the conditions say so.
            return null;
        }
    }

    private static StyledLine Until(DateTimeOffset? time, RenderSettings settings) => time is null ? "N/A" : Humanize.ShortSince(settings.Now, time, settings.Now);

    private static StyledLine Age(DateTimeOffset? time, RenderSettings settings) => time is null ? "N/A" : Humanize.ShortSince(time, settings.Now, settings.Now);

    private static string Schedules(CronWorkflow cron) => string.Join(',', cron.Spec.Schedules ?? []);
}
