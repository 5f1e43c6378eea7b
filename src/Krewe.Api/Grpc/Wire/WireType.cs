namespace Krewe.Api;

/// <summary>How the value of a field is laid out in protobuf's encoding.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
