namespace Krewe.Model.Documents;

/// <summary>A key with its value.</summary>
/// <param name="Key">The key as text.</param>
/// <param name="KeyLocation">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record MapEntry(string Key, SourceLocation KeyLocation, DocumentNode Value)
{
    /// <summary>The word that the key was written as, when YAML reads it as a boolean (see <see cref="ScalarNode.Word"/>).</summary>
    public string? Word { get; init; }
}
