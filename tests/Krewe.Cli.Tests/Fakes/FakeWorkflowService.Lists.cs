using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

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
