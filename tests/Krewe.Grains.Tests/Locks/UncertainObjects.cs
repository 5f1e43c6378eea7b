using Krewe.Storage;
using Krewe.Testing;

namespace Krewe.Grains.Tests.Locks;

/// <summary>An object store that takes its time, and fails in all the ways in which a database does.</summary>
internal sealed class UncertainObjects(IObjectStore inner, Interleaving interleaving) : IObjectStore
{
    private const int Outcomes = 4;

    /// <summary>How often it may fail yet.</summary>
    public int Faults { get; set; }

    public async Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        await Interleaving.StepAsync();
        var outcome = Faults > 0 ? interleaving.Choose(Outcomes) : 0;
        Faults -= outcome == 0 ? 0 : 1;
        switch (outcome)
        {
            case 0:
                var result = await inner.PutAsync(key, payload, labels, expectedVersion, cancellationToken);
                interleaving.Note($"store: {result.Status}");
                await Interleaving.StepAsync();
                return result;
            case 1:
                break;
            case 2:
                await inner.PutAsync(key, payload, labels, expectedVersion, cancellationToken);
                await Interleaving.StepAsync();
                break;
            default:
                // Delivered when its sender has given it up.
                _ = Interleaving.Beside(() => inner.PutAsync(key, payload, labels, expectedVersion, cancellationToken));
                break;
        }

        interleaving.Note($"store: {outcome switch { 1 => "not written", 2 => "written, answer lost", _ => "answer lost, written later" }}");
        throw new StorageException("the connection broke");
    }

    public async Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default)
    {
        await Interleaving.StepAsync();
        return await inner.ListAsync(filter, after, limit, cancellationToken);
    }

    public async Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default)
    {
        await Interleaving.StepAsync();
        return await inner.GetAsync(key, cancellationToken);
    }

    public Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, expectedVersion, cancellationToken);

    public Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default) => inner.ListChangesAsync(kind, version, limit, cancellationToken);
}
