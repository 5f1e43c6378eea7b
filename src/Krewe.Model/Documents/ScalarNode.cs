namespace Krewe.Model.Documents;

/// <summary>A scalar after resolution.</summary>
public sealed class ScalarNode : DocumentNode
{
    public ScalarNode(SourceLocation location, ScalarKind kind, string text, bool isYaml = false, string? word = null) : base(location)
    {
        Word = word;
        Kind = kind;
        Text = text;
        IsYaml = isYaml;
        Weight = 1 + text.Length;
    }

    public ScalarKind Kind { get; }

    /// <summary>
    /// A string's content; otherwise the JSON text: <c>true</c>, <c>false</c>, <c>null</c> or a number as Go would write it.
    /// Infinities and NaN, which JSON lacks, are <c>.inf</c>, <c>-.inf</c> and <c>.nan</c>.
    /// </summary>
    public string Text { get; }

    /// <summary>The word, such as <c>on</c> or <c>n</c>, that YAML 1.1 reads as a boolean; null for all others, <c>true</c> and <c>false</c> among them.</summary>
    public string? Word { get; }

    /// <summary>Read from YAML, where a number or boolean may stand for a string field.</summary>
    public bool IsYaml { get; }

    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer or ScalarKind.Float => $"the number {Text}",
        _ => $"the string \"{(Text.Length <= 40 ? Text : Text[..40] + "...")}\"",
    };
}
