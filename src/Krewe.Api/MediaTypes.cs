using Microsoft.AspNetCore.StaticFiles;

namespace Krewe.Api;

/// <summary>Media types by the ends of file names.</summary>
internal static class MediaTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    public static string Of(string fileName) => Known.TryGetContentType(fileName, out var type) ? type : "application/octet-stream";
}
