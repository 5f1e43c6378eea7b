namespace Krewe.Exec.Protocol;

/// <summary>One operation that builds a step's private view of the file system; applied in order.</summary>
/// <remarks>
/// <c>bind</c>: <see cref="Source"/> appears at <see cref="Target"/>. <c>mirror</c>: every child of <see cref="Source"/> that
/// <see cref="Target"/> does not hold appears in <see cref="Target"/>, so that new entries can be made beside them.
/// <c>root</c>: <see cref="Source"/> becomes the root folder; comes last.
/// </remarks>
public sealed record MountSpec
{
    /// <summary>One of <see cref="Bind"/>, <see cref="Mirror"/> and <see cref="Root"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Host path.</summary>
    public required string Source { get; set; }

    /// <summary>Path over which to mount, or for a mirror the folder to fill.</summary>
    public string Target { get; set; } = "";

    /// <summary>Whether a bind refuses writes.</summary>
    public bool ReadOnly { get; set; }

    public const string Bind = "bind";
    public const string Mirror = "mirror";
    public const string Root = "root";
}
