using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Api;

/// <summary>Makes <see cref="SsoOptions"/> of the configuration; what is wrong is told by the key it stands at.</summary>
public sealed class SsoConfigReader
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);
    private readonly SsoConfig _config;
    private readonly Func<string, string, byte[]?> _secrets;
    private readonly string _keyFolder;

    private SsoConfigReader(SsoConfig config, Func<string, string, byte[]?> secrets, string keyFolder) => (_config, _secrets, _keyFolder) = (config, secrets, keyFolder);

    /// <summary>Reads a configuration.</summary>
    /// <param name="config">Section <c>sso</c>; null when there is none.</param>
    /// <param name="secrets">Value of a secret by name and key; null when it is not there.</param>
    /// <param name="keyFolder">Folder for the keys of sessions; made when it is not there.</param>
    /// <exception cref="KreweException">It lacks something, or something in it is wrong.</exception>
    public static SsoOptions Read(SsoConfig? config, Func<string, string, byte[]?> secrets, string keyFolder) => config is null
        ? throw Wrong("", "--auth-mode sso needs the section sso (issuer, clientId, redirectUrl, rbac …)")
        : new SsoConfigReader(config, secrets, keyFolder).Read();

    private SsoOptions Read() => new()
    {
        Issuer = Issuer(),
        IssuerAlias = _config.IssuerAlias is { Length: > 0 } alias ? alias : null,
        ClientId = Value(_config.ClientId, "clientId", isSecret: false) ?? throw Wrong(".clientId", "is missing: the name that the provider knows this server by"),
        ClientSecret = Value(_config.ClientSecret, "clientSecret", isSecret: true),
        RedirectUrl = RedirectUrl(),
        Scopes = [.. (_config.Scopes ?? []).Where(scope => scope != "openid")],
        Rules = Rules(),
        SessionExpiry = SessionExpiry(),
        GroupClaim = _config.CustomGroupClaimName is { Length: > 0 } claim ? claim : "groups",
        UserInfoPath = _config.UserInfoPath is { Length: > 0 } path
            ? path[0] == '/' ? path : throw Wrong(".userInfoPath", $"\"{path}\" must begin with /")
            : null,
        TrustsAnyProvider = _config.InsecureSkipVerify == true,
        RootCertificates = RootCertificates(),
        GroupFilters = [.. (_config.FilterGroupsRegex ?? []).Select(GroupFilter)],
        KeyFolder = _keyFolder,
    };

    private string Issuer()
    {
        var given = _config.Issuer ?? "";
        if (!Uri.TryCreate(given, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("http" or "https"))
        {
            throw Wrong(".issuer", $"\"{given}\" is not the address of a provider, such as https://accounts.example.com");
        }

        return issuer.Scheme == Uri.UriSchemeHttps || issuer.IsLoopback ? given : throw Wrong(".issuer", $"{given} must be an https address: whoever is on the way could sign in as anybody");
    }

    private Uri RedirectUrl()
    {
        const string End = "/oauth2/callback";
        var given = _config.RedirectUrl ?? "";
        return Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath.EndsWith(End, StringComparison.Ordinal) && url.Query.Length == 0
            ? url
            : throw Wrong(".redirectUrl", $"\"{given}\" is not the outer address of {End}, such as https://krewe.example.com{End}");
    }

    private IReadOnlyList<SsoRule> Rules()
    {
        if (_config.Rbac is not { Enabled: true, Rules.Count: > 0 } rbac)
        {
            throw Wrong(".rbac", "say what those who sign in may do: enabled: true, and rules with role and groups (or rule); rule: \"true\" means everybody");
        }

        SsoRules.Check(rbac.Rules);
        return rbac.Rules;
    }

    private TimeSpan SessionExpiry()
    {
        if (_config.SessionExpiry is not { Length: > 0 } given)
        {
            return TimeSpan.FromHours(10);
        }

        return GoDuration.TryParse(given, out var expiry) && expiry > TimeSpan.Zero ? expiry : throw Wrong(".sessionExpiry", $"\"{given}\" is not a duration such as 10h");
    }

    private string? Value(SsoValue? given, string key, bool isSecret)
    {
        var (text, source) = given switch
        {
            null => (null, ""),
            { File.Length: > 0 } => (FromFile(given.File, key), given.File),
            { Value: not null } when isSecret => throw Wrong($".{key}", "must be kept in a secret (name, key) or a file (file), not in the configuration"),
            { Value: not null } => (given.Value, "value"),
            { Name.Length: > 0, Key.Length: > 0 } => (FromSecret(given.Name, given.Key, key), $"secret {given.Name}, key {given.Key}"),
            _ => throw Wrong($".{key}", "needs name and key of a secret, or file"),
        };
        return text is null || text.Trim() is { Length: > 0 } ? text?.Trim() : throw Wrong($".{key}", $"{source} is empty");
    }

    private string FromSecret(string name, string entry, string key) => _secrets(name, entry) is { } bytes
        ? Encoding.UTF8.GetString(bytes)
        : throw Wrong($".{key}", $"there is no key \"{entry}\" in the secret \"{name}\" (the file {name}/{entry} of the folder that --secrets names)");

    private static string FromFile(string file, string key)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong($".{key}", unreadable.Message);
        }
    }

    private X509Certificate2Collection? RootCertificates()
    {
        if (_config.RootCA is not { Length: > 0 } pem)
        {
            return null;
        }

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException unreadable)
        {
            throw Wrong(".rootCA", unreadable.Message);
        }

        return found.Count > 0 ? found : throw Wrong(".rootCA", "holds no certificate (PEM)");
    }

    private static Regex GroupFilter(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, RegexTimeout);
        }
        catch (ArgumentException unreadable)
        {
            throw Wrong(".filterGroupsRegex", unreadable.Message);
        }
    }

    internal static KreweException Wrong(string key, string what) => new(KreweErrorCode.InvalidArgument, $"single sign-on: sso{key}: {what}");
}
