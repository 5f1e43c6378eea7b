using System.Collections.Concurrent;

namespace OrderService;

/// <summary>Stands for a payment provider that knows idempotence keys.</summary>
internal sealed class PaymentLedger
{
    private readonly ConcurrentDictionary<string, decimal> _charges = new(StringComparer.Ordinal);

    public decimal Total => _charges.Values.Sum();

    public string Charge(string key, decimal amount)
    {
        _charges.TryAdd(key, amount);
        return $"receipt-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(key))[..12]}";
    }
}
