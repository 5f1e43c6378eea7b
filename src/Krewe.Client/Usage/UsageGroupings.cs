namespace Krewe.Client;

/// <summary>What usage can be told apart by.</summary>
public static class UsageGroupings
{
    /// <summary>By namespace.</summary>
    public const string Namespace = "namespace";

    /// <summary>By folder.</summary>
    public const string Folder = "folder";

    /// <summary>By the definition that runs come from: its kind and name.</summary>
    public const string Template = "template";

    /// <summary>By who created the runs.</summary>
    public const string Creator = "creator";

    /// <summary>By day (UTC).</summary>
    public const string Day = "day";

    /// <summary>By week, from its Monday.</summary>
    public const string Week = "week";

    /// <summary>By month.</summary>
    public const string Month = "month";

    /// <summary>What the key of a label that usage is told apart by comes after.</summary>
    public const string LabelPrefix = "label.";

    /// <summary>The spans of time, of which a question may name one.</summary>
    public static IReadOnlyList<string> Times { get; } = [Day, Week, Month];

    /// <summary>All but labels.</summary>
    public static IReadOnlyList<string> All { get; } = [Namespace, Folder, Template, Creator, .. Times];
}
