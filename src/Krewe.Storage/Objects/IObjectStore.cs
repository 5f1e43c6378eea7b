namespace Krewe.Storage;

/// <summary>Small durable objects by kind, namespace and name, with optimistic versions. Safe for concurrent use.</summary>
public interface IObjectStore
{
    /// <summary>Reads one object, or null.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default);

    /// <summary>Writes one object whole.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="labels">Its labels; null for none.</param>
    /// <param name="expectedVersion">The version it must have now, 0 when it must not exist; null writes in any case.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes one object.</summary>
    /// <param name="key">Its identity.</param>
    /// <param name="expectedVersion">The version it must have now; null deletes in any case.</param>
    /// <param name="cancellationToken">Observed before the transaction begins.</param>
    Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Lists objects in order of namespace and name.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Objects of a kind that changed after a number.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="version">The number seen last.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default);
}
