using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public List<Waiting> Waits { get; } = [];

    public UsageQuery? AskedUsage { get; private set; }

    public UsageReport Usage { get; set; } = null!;

    public Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        AskedUsage = query;
        return Task.FromResult(Usage);
    }

    public List<FolderItem> Folders { get; } = [];

    public FoldersQuery? AskedFolders { get; private set; }

    public Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default)
    {
        AskedFolders = query;
        return Task.FromResult(new FolderList { Items = Folders });
    }

    public Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default) => Task.FromResult(new QueuePage
    {
        Items = [.. Waits.Select(wait => new QueueEntry("u1", "default", "build", 3, Created, wait))],
        Totals = Waits.GroupBy(wait => wait.Reason.ToString()).ToDictionary(group => group.Key, group => group.Count()),
    });

    public Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new RunWaiting { Uid = "u1", Namespace = run.Namespace, Name = run.Name, Phase = "Running", Waits = Waits });

    public List<SavedView> Views { get; } = [];

    public Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<SavedView>>([.. Views.Where(view => query.Folder is not { } folder || new FolderPlace(query.Namespace, folder).Has(view.Namespace ?? "", view.Folder ?? ""))]);

    public Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        Note($"put view {view.Namespace}/{view.Folder}:{view.Name}");
        Views.RemoveAll(other => ViewRef.Of(other) == ViewRef.Of(view));
        Views.Add(view);
        return Task.FromResult(view);
    }

    public Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default)
    {
        Note($"delete view {view.Namespace}/{view.Folder}:{view.Name}");
        Views.RemoveAll(other => ViewRef.Of(other) == view);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public List<AuditEntry> Changes { get; } = [];

    public AuditQuery? LastAuditQuery { get; private set; }

    public Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        LastAuditQuery = query;
        return Task.FromResult(new AuditPage { Items = Changes });
    }

    public Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(Changes.Single(change => change.Id == id));

    public Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default) => Task.CompletedTask;
}
