using System.Security.Cryptography;
using System.Text;

namespace Krewe.Model.Runs;

/// <summary>Names, IDs and labels of child runs. A node always has the same child, however often it is asked for.</summary>
public static class ChildRuns
{
    /// <summary>Label of a child: name of the workflow that started it.</summary>
    public const string ParentLabel = "workflows.krewe.dev/parent";

    /// <summary>Label of a child: UID of the workflow that started it.</summary>
    public const string ParentUidLabel = "workflows.krewe.dev/parent-uid";

    /// <summary>Label of a child: ID of the node that started it.</summary>
    public const string ParentNodeLabel = "workflows.krewe.dev/parent-node";

    /// <summary>Annotation of a child: which start of the node's work made it.</summary>
    public const string AttemptAnnotation = "workflows.krewe.dev/parent-attempt";

    /// <summary>Annotation of a child: how many workflows stand above it.</summary>
    public const string DepthAnnotation = "workflows.krewe.dev/depth";

    // What a label's value can hold, and a name of Argo's workflows.
    private const int LongestName = 63;
    private const int HashLetters = 10;

    /// <summary>The child of a node.</summary>
    public static ChildWorkflow Of(string parentName, string parentUid, string nodeId, string? templateName)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{parentUid}/{nodeId}"));
        var prefix = string.IsNullOrEmpty(templateName) ? parentName : $"{parentName}-{Lower(templateName)}";
        prefix = prefix.Length > LongestName - HashLetters - 1 ? prefix[..(LongestName - HashLetters - 1)].TrimEnd('-', '.') : prefix;
        return new ChildWorkflow
        {
            Name = $"{prefix}-{Convert.ToHexStringLower(hash)[..HashLetters]}",
            Uid = UidOf(hash),
        };
    }

    /// <summary>UID of the object that a node makes: the same for each try, so that a repeated try finds the first one's.</summary>
    public static string Uid(string parentUid, string nodeId) => UidOf(SHA256.HashData(Encoding.UTF8.GetBytes($"{parentUid}/{nodeId}")));

    /// <summary>A value for <see cref="ParentLabel"/> and <see cref="ParentNodeLabel"/>: no longer than a label's value may be.</summary>
    public static string LabelValue(string text) => text.Length <= LongestName ? text : $"{text[..(LongestName - 11)].TrimEnd('-', '.', '_')}-{Fnv1a.HashText(text)}";

    // A UUID of version 8: made by rules of one's own.
    private static string UidOf(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    // Names of templates may have capitals, names of workflows may not.
    private static string Lower(string name) => string.Create(name.Length, name, static (span, text) => text.AsSpan().ToLowerInvariant(span));
}
