using Grpc.Core;

namespace Krewe.Api;

/// <summary>An encoded message, as it was received or as it is sent.</summary>
internal sealed record GrpcMessage(byte[] Bytes)
{
    /// <summary>How the gRPC library takes and gives messages.</summary>
    public static Marshaller<GrpcMessage> Marshaller { get; } = Marshallers.Create<GrpcMessage>(
        static (message, context) => context.Complete(message.Bytes),
        static context => new GrpcMessage(context.PayloadAsNewBuffer()));
}
