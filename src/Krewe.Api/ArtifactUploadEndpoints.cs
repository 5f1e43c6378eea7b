using Krewe.Client;
using Krewe.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Krewe.Api;

/// <summary>Uploads of files that are to be arguments of runs, as Argo's web UI sends them: one part <c>file</c> of a form.</summary>
internal static class ArtifactUploadEndpoints
{
    /// <summary>Argo's bound for an upload.</summary>
    private const long MaxBytes = 1024L * 1024 * 1024;

    /// <summary>What the form takes besides its file.</summary>
    private const long FormBytes = 64 * 1024;

    private const int LongestBoundary = 70;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/upload-artifacts/{namespace}/{templateName}/{artifactName}", Endpoint.For(ReceiveAsync)).Needs(AccessRole.Runner);

    private static async Task ReceiveAsync(HttpContext context, IWorkflowService service)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes + FormBytes;
        }

        var (file, name) = await FileAsync(context).ConfigureAwait(false);
        var upload = new ArtifactUpload(Endpoint.Route(context, "namespace"), Endpoint.Route(context, "templateName"), Endpoint.Route(context, "artifactName"), name);
        try
        {
            var uploaded = await service.UploadArtifactAsync(upload, file, context.RequestAborted).ConfigureAwait(false);
            await Endpoint.AnswerAsync(context, uploaded, WireJson.Default.UploadedArtifact).ConfigureAwait(false);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Endpoint.FailAsync(context, new KreweException(KreweErrorCode.InvalidArgument, $"the file has more than {MaxBytes} bytes")).ConfigureAwait(false);
        }
    }

    /// <summary>The form's file, which is read as it comes and never kept in memory.</summary>
    private static async Task<(Stream Content, string Name)> FileAsync(HttpContext context)
    {
        const string Form = "send the file as the part \"file\" of multipart/form-data";
        var boundary = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        Endpoint.Require(boundary is { Length: > 0 and <= LongestBoundary }, KreweErrorCode.InvalidArgument, Form);
        var reader = new MultipartReader(boundary!, context.Request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (section.AsFileSection() is { Name: "file", FileStream: { } content } file)
                {
                    return (content, file.FileName);
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"the form is broken: {broken.Message}", broken);
        }

        throw new KreweException(KreweErrorCode.InvalidArgument, Form);
    }
}
