namespace Krewe.Client;

/// <summary>Names of namespaces with a meaning.</summary>
public static class Namespaces
{
    /// <summary>Where runs go when nobody says otherwise.</summary>
    public const string Default = "default";

    /// <summary>In list queries: every namespace.</summary>
    public const string All = "";
}
