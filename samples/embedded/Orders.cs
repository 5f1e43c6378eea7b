namespace OrderService;

/// <summary>What a customer asks for.</summary>
internal sealed record Order(string Article, int Quantity);

/// <summary>Where it is kept, and what it costs.</summary>
internal sealed record Reservation(string Shelf, decimal Amount);

/// <summary>What is to be paid.</summary>
internal sealed record Charge(decimal Amount);

/// <summary>What was paid.</summary>
internal sealed record Payment(string Receipt);
