namespace Krewe.Api;

/// <summary>One field as it stands in a message.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Type">How it is laid out.</param>
/// <param name="Value">The number, unless it is bytes.</param>
/// <param name="Start">Where its bytes begin in the message.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct WireField(int Number, WireType Type, ulong Value, int Start = 0, int Length = 0);
