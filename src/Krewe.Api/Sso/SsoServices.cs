using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>Adds single sign-on to a server. Servers without it load nothing of it.</summary>
internal static class SsoServices
{
    public static void Add(IServiceCollection services, GatewayOptions options, SsoOptions sso)
    {
        services.AddDataProtection().SetApplicationName("krewe").PersistKeysToFileSystem(KeyFolder(sso.KeyFolder));
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<SsoProvider>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<SsoSessions>();
        // The library wants a scheme that keeps who signed in; ours do so before it is ever asked.
        services.AddAuthentication().AddCookie(SsoSignIn.UnusedScheme).AddOpenIdConnect(SsoSignIn.Scheme, openId => SsoSignIn.Configure(openId, options, sso));
    }

    /// <summary>Whoever has the keys can sign in as anybody: only their owner may read them.</summary>
    private static DirectoryInfo KeyFolder(string path)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            var folder = Directory.CreateDirectory(path, Private);
            File.SetUnixFileMode(path, Private);
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw SsoConfigReader.Wrong("", $"the folder {path}, for the keys of sessions, cannot be used: {refused.Message}");
        }
    }
}
