using System.Text;
using System.Text.Json;
using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Writes the place in a list of pipelines as a token: names may hold any letter.</summary>
internal static class PipelineTokens
{
    public static string Write(PipelineKey key) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new[] { key.Namespace, key.Name, key.Kind }));

    public static PipelineKey? Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Convert.FromBase64String(token))) is [{ } space, { } name, { } kind]
                ? new PipelineKey(space, kind, name)
                : throw Wrong();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw Wrong();
        }
    }

    private static KreweException Wrong() => new(KreweErrorCode.InvalidArgument, "the continue token is not one of ours");
}
