namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<PipelineKey, long> _pipelines = [];
    private readonly Dictionary<PipelineKey, SortedDictionary<long, string>> _numbers = [];
    private readonly Dictionary<string, byte[]> _steps = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRow>> ListPipelinesAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<PipelineRow>>(_pipelines
                .Where(pair => (filter.Namespace is null || pair.Key.Namespace == filter.Namespace)
                    && (filter.Kind is null || pair.Key.Kind == filter.Kind)
                    && (filter.NameContains is null || pair.Key.Name.Contains(filter.NameContains, StringComparison.Ordinal))
                    && (after is null || PipelineKey.Order.Compare(pair.Key, after) > 0))
                .OrderBy(pair => pair.Key, PipelineKey.Order).Take(limit)
                .Select(pair => new PipelineRow(pair.Key, pair.Value)).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<PipelineRow?> GetPipelineAsync(PipelineKey pipeline, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_pipelines.TryGetValue(pipeline, out var last) ? new PipelineRow(pipeline, last) : null);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListPipelineRunsAsync(PipelineRunQuery query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            var found = Members(query.Pipeline).Where(member => (query.Before is null || member.Key < query.Before) && (query.After is null || member.Key > query.After));
            // Beyond a lower bound those next to it are wanted; else the newest.
            var page = query.After is null ? found.Reverse().Take(limit) : found.Take(limit).Reverse();
            return Task.FromResult<IReadOnlyList<PipelineRun>>(page.Select(member => Member(query.Pipeline, member.Key, member.Value, query.WithSteps)).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListNewestRunsAsync(IReadOnlyCollection<PipelineKey> pipelines, int each, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<PipelineRun>>(pipelines
                .SelectMany(key => Members(key).Reverse().Take(each).Select(member => Member(key, member.Key, member.Value, withSteps: false))).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PipelineRun>> ListPipelinesOfRunAsync(string uid, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<PipelineRun>>(_numbers
                .SelectMany(pair => pair.Value.Where(member => member.Value == uid).Select(member => Member(pair.Key, member.Key, uid, withSteps: true)))
                .OrderBy(run => run.Pipeline, PipelineKey.Order).ToArray());
        }
    }

    private SortedDictionary<long, string> Members(PipelineKey key) => _numbers.GetValueOrDefault(key) ?? [];

    private PipelineRun Member(PipelineKey key, long number, string uid, bool withSteps)
    {
        var row = _index[uid];
        return new PipelineRun(key, number, uid)
        {
            Name = row.Name,
            Phase = row.Phase,
            CreatedAt = row.CreatedAt,
            StartedAt = row.StartedAt,
            FinishedAt = row.FinishedAt,
            Message = row.Message,
            Creator = row.Creator,
            Folder = row.Folder,
            Parameters = row.Parameters,
            // A null array would turn into empty bytes.
            Steps = withSteps && _steps.TryGetValue(uid, out var steps) ? new ReadOnlyMemory<byte>(steps) : (ReadOnlyMemory<byte>?)null,
        };
    }

    private void Number(RunCommit commit)
    {
        foreach (var key in commit.Pipelines)
        {
            var number = _pipelines[key] = _pipelines.GetValueOrDefault(key) + 1;
            if (!_numbers.TryGetValue(key, out var members))
            {
                _numbers[key] = members = [];
            }

            members[number] = commit.RunId;
        }
    }

    private void KeepSteps(RunCommit commit)
    {
        if (commit.Steps is { } steps)
        {
            _steps[commit.RunId] = steps.ToArray();
        }
    }

    private void LeavePipelines(string uid)
    {
        _steps.Remove(uid);
        foreach (var members in _numbers.Values)
        {
            foreach (var number in members.Where(member => member.Value == uid).Select(member => member.Key).ToArray())
            {
                members.Remove(number);
            }
        }
    }
}
