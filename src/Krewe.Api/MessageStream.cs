using System.Text.Json;
using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>
/// Sends a sequence as grpc-gateway does: newline-delimited <c>{"result":…}</c>, or server-sent events for those who ask.
/// </summary>
/// <remarks>Headers leave at once, so that a caller knows it is connected; a later failure is a message <c>{"error":…}</c>.</remarks>
internal static class MessageStream
{
    private const int LargestWrite = 64 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly byte[] KeepAliveComment = ":\n\n"u8.ToArray();

    /// <param name="context">The request.</param>
    /// <param name="items">What is sent.</param>
    /// <param name="write">An item in JSON.</param>
    /// <param name="id">By what a client goes on after an item; null for nothing.</param>
    /// <param name="share">Has the message of an item made, which depends on the item and the form beside it alone; null to make each anew.</param>
    public static async Task SendAsync<T>(HttpContext context, IAsyncEnumerable<T> items, Func<T, JsonElement> write, Func<T, string?>? id = null, Func<T, string, Func<byte[]>, Task<byte[]>>? share = null)
    {
        var cancellationToken = context.RequestAborted;
        var events = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
        var fieldsText = Endpoint.Query(context, "fields");
        var fields = FieldFilter.Parse(fieldsText);
        var form = $"{events} {id is null} {fieldsText}";
        context.Response.ContentType = events ? "text/event-stream" : "application/json";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.StartAsync(cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
            var enumerator = items.GetAsyncEnumerator(cancellationToken);
            await using (enumerator.ConfigureAwait(false))
            {
                while (await NextAsync(context, enumerator, events, time).ConfigureAwait(false))
                {
                    var item = enumerator.Current;
                    var message = share is null ? Make() : await share(item, form, Make).ConfigureAwait(false);
                    await WriteAsync(context, message).ConfigureAwait(false);

                    byte[] Make() => Message(Text(new StreamFrame { Result = write(item) }, fields), events, id?.Invoke(item));
                }
            }
        }
        catch (KreweException exception)
        {
            await WriteAsync(context, Message(Text(new StreamFrame { Error = ErrorBody.From(exception) }, FieldFilter.Parse(null)), events, id: null)).ConfigureAwait(false);
        }
    }

    private static byte[] Text(StreamFrame frame, FieldFilter fields) => fields.IsNone
        ? JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Default.StreamFrame)
        : JsonSerializer.SerializeToUtf8Bytes(fields.Apply(JsonSerializer.SerializeToElement(frame, WireJson.Default.StreamFrame)), WireJson.Default.JsonElement);

    /// <summary>Waits for the next item, keeping event streams alive meanwhile.</summary>
    private static async Task<bool> NextAsync<T>(HttpContext context, IAsyncEnumerator<T> enumerator, bool events, TimeProvider time)
    {
        var next = enumerator.MoveNextAsync().AsTask();
        while (events && !next.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            var pause = Task.Delay(KeepAlive, time, stop.Token);
            if (await Task.WhenAny(next, pause).ConfigureAwait(false) == next)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                break;
            }

            if (context.RequestAborted.IsCancellationRequested)
            {
                break;
            }

            await context.Response.Body.WriteAsync(KeepAliveComment, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    /// <summary>What a browser sends back when it connects again. Argo's clients pass over lines that are not data.</summary>
    private static byte[] Mark(string? id) => string.IsNullOrEmpty(id) ? [] : System.Text.Encoding.ASCII.GetBytes($"id: {id}\n");

    private static byte[] Message(byte[] text, bool events, string? id) => events ? [.. Mark(id), .. "data: "u8, .. text, .. "\n\n"u8] : [.. text, .. "\n"u8];

    /// <summary>
    /// One write a message, so that a reader of chunks gets whole messages; but a large one by parts, each when the client has taken
    /// most of the last: the server keeps a copy of what is written until it is sent, for every client.
    /// </summary>
    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> message)
    {
        while (message.Length > LargestWrite)
        {
            await context.Response.Body.WriteAsync(message[..LargestWrite], context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            message = message[LargestWrite..];
        }

        await context.Response.Body.WriteAsync(message, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
