using Microsoft.AspNetCore.Http.Metadata;

namespace Krewe.Api;

/// <summary>Lifts the server's bound for request bodies, since the gRPC library has one for messages and tells it as gRPC does.</summary>
internal sealed class BoundByMessage : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => null;
}
