namespace Krewe.Model;

/// <summary>An HTTP request made by the engine.</summary>
public sealed record HttpTemplate
{
    public string? Method { get; init; }
    public string? Url { get; init; }
    public IReadOnlyList<HttpHeader>? Headers { get; init; }
    public long? TimeoutSeconds { get; init; }
    public string? Body { get; init; }
    public HttpBodySource? BodyFrom { get; init; }
    /// <summary>Expression over <c>request</c> and <c>response</c>; default: any 2xx.</summary>
    public string? SuccessCondition { get; init; }
    public bool? InsecureSkipVerify { get; init; }
}
