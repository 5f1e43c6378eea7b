namespace Krewe.Model;

/// <summary>Secret that holds a header's value.</summary>
public sealed record HttpHeaderSource
{
    public SecretKeySelector? SecretKeyRef { get; init; }
}
