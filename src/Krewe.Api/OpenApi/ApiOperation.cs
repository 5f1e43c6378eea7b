namespace Krewe.Api;

/// <summary>One operation of the API, as clients know it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its parameters in braces.</param>
/// <param name="Service">Argo's service, which is also its gRPC service; Krewe's own are of <see cref="ApiOperations.KreweService"/>.</param>
/// <param name="Name">Name of the operation in the service.</param>
/// <param name="Summary">What it does, for readers.</param>
internal sealed record ApiOperation(string Method, string Path, string Service, string Name, string Summary)
{
    /// <summary>Schema of the answer; null for <c>{}</c>.</summary>
    public string? Answer { get; init; }

    /// <summary>Schema of the body; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Names of query parameters.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Whether the answer is a stream of messages, each of which has an <see cref="Answer"/> as its result.</summary>
    public bool IsStream { get; init; }

    /// <summary>Media type of an answer that is no JSON; null for JSON.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether Argo has a name for the operation, too.</summary>
    public bool IsOfArgo => Service != ApiOperations.KreweService;

    /// <summary>Name that no other operation has.</summary>
    public string Id => $"{Service}_{Name}";
}
