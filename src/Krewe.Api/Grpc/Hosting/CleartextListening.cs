using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Krewe.Api;

/// <summary>HTTP/1.1 and HTTP/2 on one port without TLS.</summary>
/// <remarks>
/// With TLS, client and server agree on the protocol beforehand. Without it, Kestrel wants one protocol a listener; but a client
/// of HTTP/2 begins with a fixed preface, which is no request of HTTP/1.1. So the port's listener, which speaks HTTP/1.1, looks at
/// the first bytes of a connection and hands those that begin with the preface, unread, to a listener of HTTP/2 inside the process.
/// </remarks>
internal static class CleartextListening
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, HandOverListener http2)
    {
        kestrel.Listen(address, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => async connection =>
            {
                if (await BeginsWithPrefaceAsync(connection, kestrel.Limits.KeepAliveTimeout).ConfigureAwait(false))
                {
                    await http2.ServeAsync(connection).ConfigureAwait(false);
                }
                else
                {
                    await next(connection).ConfigureAwait(false);
                }
            });
        });
        kestrel.Listen(http2.EndPoint, listen => listen.Protocols = HttpProtocols.Http2);
    }

    /// <summary>Looks at the first bytes and leaves them where they are. A client that sends none in time is left to HTTP/1.1, which ends the connection.</summary>
    private static async Task<bool> BeginsWithPrefaceAsync(ConnectionContext connection, TimeSpan patience)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        stop.CancelAfter(patience);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(stop.Token).ConfigureAwait(false);
                var (agrees, isWhole) = Compare(read.Buffer);
                if (!agrees || isWhole || read.IsCompleted)
                {
                    input.AdvanceTo(read.Buffer.Start);
                    return agrees && isWhole;
                }

                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static (bool Agrees, bool IsWhole) Compare(ReadOnlySequence<byte> buffer)
    {
        Span<byte> begin = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, Preface.Length);
        buffer.Slice(0, length).CopyTo(begin);
        return (begin[..length].SequenceEqual(Preface[..length]), length == Preface.Length);
    }
}
