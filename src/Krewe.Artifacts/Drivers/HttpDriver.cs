using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Krewe.Model;

namespace Krewe.Artifacts.Drivers;

/// <summary>GET and PUT of a URL.</summary>
public sealed class HttpDriver(HttpClient client, ISecretReader secrets) : IArtifactDriver
{
    public bool Handles(ArtifactLocation location) => location.Http is not null;

    public async Task LoadAsync(ArtifactLocation location, string target, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, location.Http!);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
            await response.Content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(string source, ArtifactLocation location, CancellationToken cancellationToken)
    {
        if (Directory.Exists(source))
            throw new ArtifactException("a folder cannot be saved to an HTTP location: archive it as tar or zip");
        var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            using var request = Request(HttpMethod.Put, location.Http!);
            request.Content = new StreamContent(file);
            using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, HttpArtifact location)
    {
        if (!Uri.TryCreate(location.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ArtifactException($"\"{location.Url}\" is no http or https URL");
        if (location.Auth is { ClientCert: not null } or { Oauth2: not null })
            throw new ArtifactException("HTTP artifacts with client certificates or OAuth2 are not supported by this executor");
        var request = new HttpRequestMessage(method, url);
        foreach (var header in location.Headers ?? [])
            request.Headers.TryAddWithoutValidation(header.Name ?? "", header.Value);
        if (location.Auth?.BasicAuth is { } basic)
        {
            var pair = Secret(basic.UsernameSecret) + ":" + Secret(basic.PasswordSecret);
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        return request;
    }

    private string Secret(SecretKeySelector? selector) => selector is null ? "" : Encoding.UTF8.GetString(
        secrets.ReadSecret(selector.Name ?? "", selector.Key ?? "") ?? throw new ArtifactException($"secret \"{selector.Name}\" with key \"{selector.Key}\" was not found"));

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw new ArtifactException($"{request.Method} {request.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}", response.StatusCode == HttpStatusCode.NotFound);
        }
        catch (HttpRequestException e)
        {
            throw new ArtifactException($"{request.Method} {request.RequestUri}: {e.Message}", inner: e);
        }
    }
}
