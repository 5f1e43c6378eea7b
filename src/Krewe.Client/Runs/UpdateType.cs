namespace Krewe.Client;

/// <summary>Types of update, as Kubernetes watches name them.</summary>
public static class UpdateType
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";
}
