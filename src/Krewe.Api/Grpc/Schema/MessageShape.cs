using Krewe.Api.ProtoOptions;

namespace Krewe.Api;

/// <summary>A message type: which fields it has, and what it is in JSON.</summary>
internal sealed class MessageShape
{
    private Dictionary<int, int> _byNumber = [];
    private Dictionary<string, FieldShape> _byJsonName = [];

    /// <summary>Name with its package.</summary>
    public required string Name { get; init; }

    public JsonForm Form { get; init; }

    /// <summary>Whether it is the key and value of a map.</summary>
    public bool IsMapEntry { get; init; }

    /// <summary>Fields by rising number.</summary>
    public IReadOnlyList<FieldShape> Fields { get; private set; } = [];

    /// <summary>Fields whose own fields stand in JSON among those of this message.</summary>
    public IReadOnlyList<FieldShape> Inlined { get; private set; } = [];

    /// <summary>Place of a field among <see cref="Fields"/>; -1 when this version of the protocol does not have it.</summary>
    public int IndexOf(int number) => _byNumber.GetValueOrDefault(number, -1);

    /// <summary>The field that a key in JSON stands for; null for none.</summary>
    public FieldShape? Find(string jsonName) => _byJsonName.GetValueOrDefault(jsonName);

    internal void Fill(IEnumerable<FieldShape> fields)
    {
        Fields = [.. fields.OrderBy(field => field.Number)];
        Inlined = [.. Fields.Where(field => field.IsInline)];
        _byNumber = Fields.Index().ToDictionary(entry => entry.Item.Number, entry => entry.Index);
        _byJsonName = Fields.Where(field => !field.IsInline).ToDictionary(field => field.JsonName, StringComparer.Ordinal);
    }
}
