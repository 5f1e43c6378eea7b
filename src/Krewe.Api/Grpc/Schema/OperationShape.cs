namespace Krewe.Api;

/// <summary>A method of a gRPC service, and the REST operation that does what it asks.</summary>
/// <param name="Service">Service with its package, such as <c>workflow.WorkflowService</c>.</param>
/// <param name="Name">Name of the method.</param>
/// <param name="Request">What it takes.</param>
/// <param name="Response">What it answers.</param>
/// <param name="IsStream">Whether it answers many times.</param>
/// <param name="HttpMethod">Method of the REST operation.</param>
/// <param name="Route">Route of the REST operation.</param>
/// <param name="BodyField">Key of the field that is the body there; null for the whole message.</param>
internal sealed record OperationShape(
    string Service, string Name, MessageShape Request, MessageShape Response, bool IsStream, string HttpMethod, string Route, string? BodyField)
{
    /// <summary>How REST calls it.</summary>
    public string Rest => $"{HttpMethod} {Route}";

    /// <summary>Whether the REST operation has a body, rather than a query.</summary>
    public bool HasBody => HttpMethod is "POST" or "PUT";
}
