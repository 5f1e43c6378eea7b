using Krewe.Client;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Folders.</content>
internal sealed partial class WorkflowService
{
    public async Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default)
    {
        var space = query.Namespace.Length == 0 ? null : query.Namespace;
        var found = new Dictionary<(string Namespace, string Path), FolderItem>();
        foreach (var count in await _queries.CountByFolderAsync(space, cancellationToken).ConfigureAwait(false))
        {
            Add(count.Namespace, count.Folder, item => item with { Runs = item.Runs + count.Runs });
        }

        await AddAsync(ResourceKind.WorkflowTemplate, item => item with { WorkflowTemplates = item.WorkflowTemplates + 1 }).ConfigureAwait(false);
        await AddAsync(ResourceKind.CronWorkflow, item => item with { CronWorkflows = item.CronWorkflows + 1 }).ConfigureAwait(false);
        await AddAsync(ResourceKind.WorkflowEventBinding, item => item with { WorkflowEventBindings = item.WorkflowEventBindings + 1 }).ConfigureAwait(false);
        foreach (var view in await _views.ListInFoldersAsync(new ViewsQuery { Namespace = query.Namespace }, cancellationToken).ConfigureAwait(false))
        {
            Add(view.Namespace!, view.Folder!, item => item with { Views = item.Views + 1 });
        }

        return new FolderList { Items = [.. found.Values.OrderBy(item => item.Namespace, StringComparer.Ordinal).ThenBy(item => item.Path, StringComparer.Ordinal)] };

        async Task AddAsync(ResourceKind wanted, Func<FolderItem, FolderItem> count)
        {
            var kind = ResourceKinds.Of(wanted);
            IReadOnlyList<StoredObject> page = [];
            do
            {
                page = await _objects.ListAsync(new ObjectFilter(kind.Name) { Namespace = space }, page.Count == 0 ? null : page[^1].Key, LargestPage, cancellationToken).ConfigureAwait(false);
                foreach (var stored in page)
                {
                    Add(stored.Key.Namespace, Folders.Of(kind.Deserialize(stored.Payload.Span).Metadata), count);
                }
            }
            while (page.Count == LargestPage);
        }

        void Add(string @namespace, string path, Func<FolderItem, FolderItem> count)
        {
            if (query.Within?.Contains(@namespace, StringComparer.Ordinal) == false || query.Places?.Any(place => place.Has(@namespace, path)) == false)
            {
                return;
            }

            foreach (var folder in Folders.Along(path))
            {
                found[(@namespace, folder)] = count(found.GetValueOrDefault((@namespace, folder)) ?? new FolderItem { Namespace = @namespace, Path = folder });
            }
        }
    }
}
