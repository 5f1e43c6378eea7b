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
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly byte[] KeepAliveComment = ":\n\n"u8.ToArray();

    public static async Task SendAsync<T>(HttpContext context, IAsyncEnumerable<T> items, Func<T, JsonElement> write, Func<T, string?>? id = null)
    {
        var cancellationToken = context.RequestAborted;
        var events = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
        var fields = FieldFilter.Parse(Endpoint.Query(context, "fields"));
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
                    var frame = Element(new StreamFrame { Result = write(enumerator.Current) });
                    await WriteAsync(context, fields.Apply(frame), events, id?.Invoke(enumerator.Current)).ConfigureAwait(false);
                }
            }
        }
        catch (KreweException exception)
        {
            await WriteAsync(context, Element(new StreamFrame { Error = ErrorBody.From(exception) }), events).ConfigureAwait(false);
        }
    }

    private static JsonElement Element(StreamFrame frame) => JsonSerializer.SerializeToElement(frame, WireJson.Default.StreamFrame);

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

    private static async Task WriteAsync(HttpContext context, JsonElement frame, bool events, string? id = null)
    {
        // One write a message, so that a reader of chunks gets whole messages.
        byte[] message = events
            ? [.. Mark(id), .. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Default.JsonElement), .. "\n\n"u8]
            : [.. JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Default.JsonElement), .. "\n"u8];
        await context.Response.Body.WriteAsync(message, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
