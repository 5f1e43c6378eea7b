using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
