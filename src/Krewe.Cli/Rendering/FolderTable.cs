using System.Globalization;
using Krewe.Client;

namespace Krewe.Cli.Rendering;

/// <summary>Folders as a table.</summary>
internal static class FolderTable
{
    public static IEnumerable<StyledLine> Lines(IEnumerable<FolderItem> folders, bool headers, bool namespaces)
    {
        var table = new TextTable(gap: 3);
        IEnumerable<StyledLine> Row(string space, params IEnumerable<string> cells) => namespaces ? [space, .. cells.Select(cell => (StyledLine)cell)] : cells.Select(cell => (StyledLine)cell);
        if (headers)
        {
            table.Add([.. Row("NAMESPACE", "FOLDER", "RUNS", "TEMPLATES", "CRON WORKFLOWS", "EVENT BINDINGS", "VIEWS")]);
        }

        foreach (var folder in folders)
        {
            table.Add([.. Row(folder.Namespace, folder.Path, Text(folder.Runs), Text(folder.WorkflowTemplates), Text(folder.CronWorkflows), Text(folder.WorkflowEventBindings), Text(folder.Views))]);
        }

        return table.Lines();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
