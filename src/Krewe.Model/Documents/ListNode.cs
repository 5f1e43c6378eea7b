namespace Krewe.Model.Documents;

/// <summary>A list.</summary>
public sealed class ListNode : DocumentNode
{
    public ListNode(SourceLocation location, IReadOnlyList<DocumentNode> items) : base(location)
    {
        Items = items;
        Weight = 1 + items.Sum(item => item.Weight);
    }

    public IReadOnlyList<DocumentNode> Items { get; }

    public override string Describe() => "a list";
}
