using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps deliveries in the object store.</summary>
/// <remarks>
/// A sender's own id of a delivery is kept first, as a receipt that holds our id for it, and the delivery second, under that id. So
/// whoever repeats it, at the same time or after a process ended between the two writes, writes the same delivery or finds it.
/// </remarks>
internal sealed class EventInbox(IObjectStore objects, TimeProvider time)
{
    private const string DeliveryKind = "EventDelivery";
    private const string ReceiptKind = "EventReceipt";
    private const string StateLabel = "state";
    private const int PageSize = 200;

    /// <summary>A delivery as read, with the version it had.</summary>
    public sealed record Entry(EventDelivery Delivery, long Version);

    public async Task<(EventDelivery Delivery, bool IsNew)> AddAsync(EventRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = NewId(now);
        if (request.DeliveryId is not null)
        {
            id = await ReserveAsync(new ObjectKey(ReceiptKind, request.Namespace, Fingerprint(request)), id, cancellationToken).ConfigureAwait(false);
        }

        if (await FindAsync(request.Namespace, id, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return (known.Delivery, false);
        }

        var delivery = new EventDelivery
        {
            Id = id,
            Namespace = request.Namespace,
            Discriminator = request.Discriminator,
            DeliveryId = request.DeliveryId,
            Sender = request.Sender,
            ReceivedAt = now,
            Metadata = request.Metadata,
            Payload = request.Payload,
        };
        return await WriteAsync(delivery, expectedVersion: 0, cancellationToken).ConfigureAwait(false)
            ? (delivery, true)
            : ((await FindAsync(request.Namespace, id, cancellationToken).ConfigureAwait(false))?.Delivery ?? delivery, false);
    }

    public async Task<Entry?> FindAsync(string @namespace, string id, CancellationToken cancellationToken) =>
        await objects.GetAsync(KeyOf(@namespace, id), cancellationToken).ConfigureAwait(false) is { } stored ? Read(stored) : null;

    /// <summary>Writes what came of a delivery; false when somebody else wrote in between.</summary>
    public Task<bool> UpdateAsync(EventDelivery delivery, long version, CancellationToken cancellationToken) => WriteAsync(delivery, version, cancellationToken);

    public async Task<EventDeliveryList> ListAsync(ListDeliveriesQuery query, CancellationToken cancellationToken)
    {
        var filter = new ObjectFilter(DeliveryKind)
        {
            Namespace = query.Namespace.Length == 0 ? null : query.Namespace,
            Labels = query.State is { } state ? [LabelRequirement.Is(StateLabel, state.ToString())] : [],
        };
        var limit = query.Limit is > 0 and < PageSize ? query.Limit : PageSize;
        ObjectKey? after = query.Continue?.Split('/') is [var space, var id] ? KeyOf(space, id) : null;
        var page = await objects.ListAsync(filter, after, limit + 1, cancellationToken).ConfigureAwait(false);
        var shown = page.Take(limit).ToList();
        return new EventDeliveryList
        {
            Items = [.. shown.Select(stored => Read(stored).Delivery with { Payload = null })],
            Continue = page.Count > limit ? $"{shown[^1].Key.Namespace}/{shown[^1].Key.Name}" : null,
        };
    }

    /// <summary>All deliveries whose bindings are still to be tried.</summary>
    public async Task<IReadOnlyList<EventDelivery>> PendingAsync(CancellationToken cancellationToken)
    {
        var pending = new List<EventDelivery>();
        string? next = null;
        do
        {
            var page = await ListAsync(new ListDeliveriesQuery { State = EventDeliveryState.Pending, Continue = next }, cancellationToken).ConfigureAwait(false);
            pending.AddRange(page.Items);
            next = page.Continue;
        }
        while (next is not null);
        return pending;
    }

    /// <summary>Forgets deliveries received before a moment, unless they are still to be tried, and receipts whose deliveries are gone or never came.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var stored in AllAsync(DeliveryKind, cancellationToken).ConfigureAwait(false))
        {
            if (ReceivedAt(stored.Key.Name) < before && Read(stored).Delivery.State != EventDeliveryState.Pending)
            {
                await objects.DeleteAsync(stored.Key, stored.Version, cancellationToken).ConfigureAwait(false);
            }
        }

        await foreach (var receipt in AllAsync(ReceiptKind, cancellationToken).ConfigureAwait(false))
        {
            var id = IdIn(receipt);
            if (ReceivedAt(id) < before && await FindAsync(receipt.Key.Namespace, id, cancellationToken).ConfigureAwait(false) is null)
            {
                await objects.DeleteAsync(receipt.Key, receipt.Version, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What stands for a delivery however often it is stored.</summary>
    public static string Identity(EventDelivery delivery) =>
        delivery.DeliveryId is { } given ? Fingerprint(delivery.Discriminator, delivery.Sender, given) : delivery.Id;

    /// <summary>Our id for what a sender calls a delivery: the given one, or the one that was there.</summary>
    private async Task<string> ReserveAsync(ObjectKey receipt, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await objects.GetAsync(receipt, cancellationToken).ConfigureAwait(false) is { } known)
            {
                return IdIn(known);
            }

            if ((await objects.PutAsync(receipt, Encoding.UTF8.GetBytes(id), expectedVersion: 0, cancellationToken: cancellationToken).ConfigureAwait(false)).Status == ObjectWriteStatus.Done)
            {
                return id;
            }
        }
    }

    private async IAsyncEnumerable<StoredObject> AllAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey? after = null;
        IReadOnlyList<StoredObject> page;
        do
        {
            page = await objects.ListAsync(new ObjectFilter(kind), after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var stored in page)
            {
                after = stored.Key;
                yield return stored;
            }
        }
        while (page.Count == PageSize);
    }

    private static string IdIn(StoredObject receipt) => Encoding.UTF8.GetString(receipt.Payload.Span);

    private async Task<bool> WriteAsync(EventDelivery delivery, long expectedVersion, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [StateLabel] = delivery.State.ToString() };
        var result = await objects.PutAsync(KeyOf(delivery.Namespace, delivery.Id), JsonSerializer.SerializeToUtf8Bytes(delivery), labels, expectedVersion, cancellationToken).ConfigureAwait(false);
        return result.Status == ObjectWriteStatus.Done;
    }

    private static ObjectKey KeyOf(string @namespace, string id) => new(DeliveryKind, @namespace, id);

    private static Entry Read(StoredObject stored) =>
        new(JsonSerializer.Deserialize<EventDelivery>(stored.Payload.Span) ?? throw new StorageException("a stored delivery is empty"), stored.Version);

    /// <summary>Ids sort with the newest first, as the store lists them.</summary>
    private static string NewId(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - now.UtcTicks:x16}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");

    private static DateTimeOffset ReceivedAt(string id) =>
        new(long.MaxValue - long.Parse(id.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Fingerprint(EventRequest request) => Fingerprint(request.Discriminator, request.Sender, request.DeliveryId!);

    private static string Fingerprint(string discriminator, string? sender, string deliveryId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{discriminator}\n{sender}\n{deliveryId}")));
}
