namespace Krewe.Client;

/// <summary>Names one run.</summary>
/// <param name="Namespace">Namespace of the run.</param>
/// <param name="Name">Its name, or <see cref="Latest"/>.</param>
/// <param name="Uid">If given, the run with this uid whatever its name (names are free again after deletion).</param>
public sealed record RunRef(string Namespace, string Name, string? Uid = null)
{
    /// <summary>Name that stands for the newest run of the namespace.</summary>
    public const string Latest = "@latest";
}
