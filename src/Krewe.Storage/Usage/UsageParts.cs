namespace Krewe.Storage;

/// <summary>Parts of a <see cref="UsageKey"/>.</summary>
[Flags]
public enum UsageParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The namespace.</summary>
    Namespace = 1,

    /// <summary>The folder.</summary>
    Folder = 2,

    /// <summary>Kind and name of the definition that runs came from.</summary>
    Template = 4,

    /// <summary>Who created the runs.</summary>
    Creator = 8,

    /// <summary>The labels.</summary>
    Labels = 16,

    /// <summary>Where runs lie: namespace and folder.</summary>
    Place = Namespace | Folder,

    /// <summary>The whole key.</summary>
    All = Place | Template | Creator | Labels,
}
