using Google.Protobuf.Reflection;

namespace Krewe.Api;

/// <summary>A field of a message.</summary>
internal sealed class FieldShape
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Its key in JSON.</summary>
    public required string JsonName { get; init; }

    public required FieldDescriptorProto.Types.Type Type { get; init; }

    /// <summary>Whether there may be several; also true for maps.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether unset is not the same as empty.</summary>
    public bool HasPresence { get; init; }

    /// <summary>Whether the fields of its message stand in JSON among those around it.</summary>
    public bool IsInline { get; init; }

    /// <summary>Shape of the message; null for other types.</summary>
    public MessageShape? Message { get; init; }

    /// <summary>Names of the numbers of an enumeration; null for other types.</summary>
    public EnumShape? Enumeration { get; init; }

    /// <summary>Whether it is a map from text to something.</summary>
    public bool IsMap => Message is { IsMapEntry: true };
}
