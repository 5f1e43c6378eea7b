using System.Globalization;
using System.Text.Json;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Lists of runs.</content>
internal sealed partial class WorkflowService
{
    private const int LargestPage = 500;

    public async Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default)
    {
        var filter = RunFilters.Of(query);
        var limit = query.Limit is > 0 and < LargestPage ? query.Limit : LargestPage;
        var page = await _queries.ListAsync(filter.Stored, RunFilters.CursorOf(query.Continue), limit, cancellationToken).ConfigureAwait(false);
        var items = new List<Workflow>(page.Rows.Count);
        foreach (var row in page.Rows.Where(filter.Matches))
        {
            items.Add(query.IncludeNodes ? await ReadAsync(row, cancellationToken).ConfigureAwait(false) : Summary(row));
        }

        return new WorkflowList
        {
            Metadata = new ListMeta
            {
                Continue = page.Next is { } next ? RunFilters.TokenOf(next) : null,
                ResourceVersion = (page.Rows.Count == 0 ? 0 : page.Rows.Max(row => row.ChangeNumber)).ToString(CultureInfo.InvariantCulture),
            },
            Items = items,
        };
    }

    private static Workflow Summary(RunIndexRow row) => Versioned(
        JsonSerializer.Deserialize(row.Summary.Span, ModelJson.Default.Workflow) ?? throw new StorageException($"run {row.Uid} has no summary"),
        row.ChangeNumber);
}
