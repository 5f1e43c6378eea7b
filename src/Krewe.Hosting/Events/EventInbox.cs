using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Keeps deliveries in the object store.</summary>
/// <remarks>
/// A delivery is written first and its receipt, by which a repetition is known, second. When two of the same come at once the
/// loser takes its delivery back. When the process ends between the two writes, a repetition is stored again; both have the same
/// request id for a run, so that the engine starts one.
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
        ObjectKey? given = request.DeliveryId is null ? null : new ObjectKey(ReceiptKind, request.Namespace, Fingerprint(request));
        if (given is { } present && await FirstAsync(present, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return (known, false);
        }

        var now = time.GetUtcNow();
        var delivery = new EventDelivery
        {
            Id = NewId(now),
            Namespace = request.Namespace,
            Discriminator = request.Discriminator,
            DeliveryId = request.DeliveryId,
            Sender = request.Sender,
            ReceivedAt = now,
            Metadata = request.Metadata,
            Payload = request.Payload,
        };
        await WriteAsync(delivery, expectedVersion: 0, cancellationToken).ConfigureAwait(false);
        if (given is not { } receipt)
        {
            return (delivery, true);
        }

        var won = await objects.PutAsync(receipt, Encoding.UTF8.GetBytes(delivery.Id), expectedVersion: 0, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (won.Status == ObjectWriteStatus.Done)
        {
            return (delivery, true);
        }

        await objects.DeleteAsync(KeyOf(delivery.Namespace, delivery.Id), cancellationToken: cancellationToken).ConfigureAwait(false);
        return (await FirstAsync(receipt, cancellationToken).ConfigureAwait(false) ?? delivery, false);
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

    /// <summary>Forgets deliveries received before a moment, unless they are still to be tried.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        ObjectKey? after = null;
        IReadOnlyList<StoredObject> page;
        do
        {
            page = await objects.ListAsync(new ObjectFilter(DeliveryKind), after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var stored in page)
            {
                after = stored.Key;
                if (ReceivedAt(stored.Key.Name) >= before || Read(stored).Delivery is not { State: not EventDeliveryState.Pending } old)
                {
                    continue;
                }

                await objects.DeleteAsync(stored.Key, stored.Version, cancellationToken).ConfigureAwait(false);
                if (old.DeliveryId is not null)
                {
                    await objects.DeleteAsync(new ObjectKey(ReceiptKind, old.Namespace, Fingerprint(old.Discriminator, old.Sender, old.DeliveryId)), cancellationToken: cancellationToken).ConfigureAwait(false);
                }
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>What stands for a delivery however often it is stored.</summary>
    public static string Identity(EventDelivery delivery) =>
        delivery.DeliveryId is { } given ? Fingerprint(delivery.Discriminator, delivery.Sender, given) : delivery.Id;

    private async Task<EventDelivery?> FirstAsync(ObjectKey receipt, CancellationToken cancellationToken) =>
        await objects.GetAsync(receipt, cancellationToken).ConfigureAwait(false) is { } stored
            ? (await FindAsync(receipt.Namespace, Encoding.UTF8.GetString(stored.Payload.Span), cancellationToken).ConfigureAwait(false))?.Delivery
            : null;

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
