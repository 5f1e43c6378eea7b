namespace Krewe.Storage;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<string, AuditRecord> _audit = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        lock (_gate)
        {
            foreach (var record in records)
            {
                if (!_audit.TryGetValue(record.Id, out var known))
                {
                    _audit[record.Id] = record with { At = Moments.Trim(record.At), Detail = record.Detail.ToArray() };
                }
                else if (known.Outcome == AuditOutcome.Pending)
                {
                    _audit[record.Id] = known with { Namespace = record.Namespace, Name = record.Name, Uid = record.Uid, Outcome = record.Outcome, Message = record.Message, Detail = record.Detail.ToArray() };
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AuditRecord>>(_audit.Values.Where(filter.Matches)
                .Where(record => after is null || record.At < Moments.Trim(after.At) || (record.At == Moments.Trim(after.At) && string.CompareOrdinal(record.Id, after.Id) < 0))
                .OrderByDescending(record => record.At).ThenByDescending(record => record.Id, StringComparer.Ordinal).Take(limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_audit.GetValueOrDefault(id));
        }
    }

    /// <inheritdoc/>
    public Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var old = _audit.Values.Where(record => record.At < before).OrderBy(record => record.At).Take(limit).ToArray();
            foreach (var record in old)
            {
                _audit.Remove(record.Id);
            }

            return Task.FromResult(old.Length);
        }
    }
}
