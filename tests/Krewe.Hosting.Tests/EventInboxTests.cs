using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Krewe.Hosting.Tests;

/// <summary>Deliveries are stored once, wherever the process ended when one came before.</summary>
public sealed class EventInboxTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EventInbox Inbox => new(_store, _time);

    [Fact]
    public async Task Repetition_IsTheSameDelivery_WhenTheProcessEndedBetweenReceiptAndDelivery()
    {
        var first = await Inbox.AddAsync(Request("a"), Token);
        // As if it had never been written.
        await RemoveAsync(first.Delivery);

        var again = await Inbox.AddAsync(Request("a"), Token);
        var third = await Inbox.AddAsync(Request("a"), Token);

        Assert.Equal((true, first.Delivery.Id), (again.IsNew, again.Delivery.Id));
        Assert.Equal((false, first.Delivery.Id), (third.IsNew, third.Delivery.Id));
        Assert.Single((await Inbox.ListAsync(new ListDeliveriesQuery(), Token)).Items);
    }

    [Fact]
    public async Task Repetitions_AreOneDelivery_WhenTheyComeAtOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Inbox.AddAsync(Request("a"), Token))));

        Assert.Single(answers, answer => answer.IsNew);
        Assert.Single(answers.Select(answer => answer.Delivery.Id).Distinct());
    }

    [Fact]
    public async Task Deliveries_AreTold_Apart_BySenderDiscriminatorAndId()
    {
        EventRequest[] all = [Request("a"), Request("b"), Request("a") with { Sender = "other" }, Request("a") with { Discriminator = "other" }, Request(null), Request(null)];

        foreach (var request in all)
        {
            Assert.True((await Inbox.AddAsync(request, Token)).IsNew);
        }

        Assert.Equal(all.Length, (await Inbox.ListAsync(new ListDeliveriesQuery(), Token)).Items.Count);
    }

    [Fact]
    public async Task Forgetting_TakesReceiptsAlong_AndLeavesWhatIsStillToBeTried()
    {
        var done = (await Inbox.AddAsync(Request("done"), Token)).Delivery;
        await Inbox.UpdateAsync(done with { State = EventDeliveryState.Started }, (await Inbox.FindAsync("x", done.Id, Token))!.Version, Token);
        var open = (await Inbox.AddAsync(Request("open"), Token)).Delivery;
        await RemoveAsync((await Inbox.AddAsync(Request("never-written"), Token)).Delivery);

        _time.Advance(Month + TimeSpan.FromDays(1));
        await Inbox.ForgetAsync(_time.GetUtcNow() - Month, Token);

        Assert.Equal(open.Id, Assert.Single((await Inbox.ListAsync(new ListDeliveriesQuery(), Token)).Items).Id);
        Assert.Single(await _store.ListAsync(new ObjectFilter("EventReceipt"), null, 10, Token));
        Assert.True((await Inbox.AddAsync(Request("done"), Token)).IsNew);
        Assert.False((await Inbox.AddAsync(Request("open"), Token)).IsNew);
    }

    private static EventRequest Request(string? id) =>
        new() { Namespace = "x", Discriminator = "d", DeliveryId = id, Sender = "me", Metadata = new Dictionary<string, IReadOnlyList<string>>(), Payload = JsonSerializer.SerializeToElement(1) };

    private Task RemoveAsync(EventDelivery delivery) => _store.DeleteAsync(new ObjectKey("EventDelivery", delivery.Namespace, delivery.Id), cancellationToken: Token);
}
