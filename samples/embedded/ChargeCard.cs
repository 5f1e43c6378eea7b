using Krewe.Executors.Tasks;

namespace OrderService;

/// <summary>Charges a card once, however often it is asked to: the key is the same when work is done again after a crash.</summary>
internal sealed class ChargeCard(PaymentLedger ledger) : ITaskHandler<Charge, Payment>
{
    public Task<Payment> ExecuteAsync(Charge input, TaskContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Payment(ledger.Charge(context.IdempotenceKey, input.Amount)));
}
