namespace Krewe.Api;

/// <summary>The values in one message, by field: they may come in any order.</summary>
internal readonly struct FieldGroups
{
    private static readonly List<WireField> None = [];

    private readonly List<WireField>?[] _values;

    public FieldGroups(MessageShape shape, ReadOnlySpan<byte> message)
    {
        _values = new List<WireField>?[shape.Fields.Count];
        var reader = new WireReader(message);
        while (reader.TryRead(out var field))
        {
            if (shape.IndexOf(field.Number) is >= 0 and var index)
            {
                (_values[index] ??= []).Add(field);
            }
        }
    }

    /// <summary>Values of the field at a place among the fields of the shape.</summary>
    public List<WireField> Of(int index) => _values[index] ?? None;
}
