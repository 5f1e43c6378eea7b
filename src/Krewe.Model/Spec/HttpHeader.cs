namespace Krewe.Model;

/// <summary>A request header, literal or from a secret.</summary>
public sealed record HttpHeader
{
    public string? Name { get; init; }
    public string? Value { get; init; }
    public HttpHeaderSource? ValueFrom { get; init; }
}
