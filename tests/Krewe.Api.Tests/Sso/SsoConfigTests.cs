using Krewe.Client;
using Krewe.Model.Settings;

namespace Krewe.Api.Tests.Sso;

/// <summary>What is wrong in a configuration is told by the key it stands at, before anybody signs in.</summary>
public sealed class SsoConfigTests
{
    private const string Good = """
        sso:
          issuer: https://accounts.example.com
          clientId: {name: sso, key: client-id}
          clientSecret: {name: sso, key: client-secret}
          redirectUrl: https://krewe.example.com/oauth2/callback
          scopes: [openid, groups]
          sessionExpiry: 240h
          rbac:
            enabled: true
            rules:
              - {rule: "'admins' in groups", role: admin}
              - {groups: [a], role: viewer, namespaces: [a]}
        """;

    [Fact]
    public void Configuration_As_Argo_Has_It_Is_Read()
    {
        var options = Read(Good);

        Assert.Equal(("https://accounts.example.com", "value of client-id", "value of client-secret"), (options.Issuer, options.ClientId, options.ClientSecret));
        Assert.Equal((TimeSpan.FromDays(10), "groups"), (options.SessionExpiry, Assert.Single(options.Scopes)));
    }

    [Theory]
    [InlineData("issuer: https://accounts.example.com", "issuer: http://accounts.example.com", "sso.issuer: http://accounts.example.com must be an https address")]
    [InlineData("issuer: https://accounts.example.com", "issuer: accounts", "sso.issuer: \"accounts\" is not the address of a provider")]
    [InlineData("redirectUrl: https://krewe.example.com/oauth2/callback", "redirectUrl: https://krewe.example.com/", "sso.redirectUrl: \"https://krewe.example.com/\" is not the outer address of /oauth2/callback")]
    [InlineData("{name: sso, key: client-id}", "{name: sso, key: missing}", "sso.clientId: there is no key \"missing\" in the secret \"sso\"")]
    [InlineData("{name: sso, key: client-id}", "{name: sso}", "sso.clientId: needs name and key")]
    [InlineData("{name: sso, key: client-secret}", "{value: swordfish}", "sso.clientSecret: must be kept in a secret")]
    [InlineData("{name: sso, key: client-secret}", "{file: /no/such/file}", "sso.clientSecret: Could not find")]
    [InlineData("{name: sso, key: client-secret}", "{name: sso, key: empty}", "sso.clientSecret: secret sso, key empty is empty")]
    [InlineData("sessionExpiry: 240h", "sessionExpiry: ten", "sso.sessionExpiry: \"ten\" is not a duration")]
    [InlineData("enabled: true", "enabled: false", "sso.rbac: say what those who sign in may do")]
    [InlineData("role: admin", "role: boss", "sso.rbac.rules[0].role: \"boss\" is none of viewer, runner, editor, admin")]
    [InlineData("'admins' in groups", "'admins' in (", "sso.rbac.rules[0].rule: ")]
    [InlineData("groups: [a], ", "", "sso.rbac.rules[1]: says for whom it is neither by groups nor by rule")]
    [InlineData("namespaces: [a]", "namespaces: []", "sso.rbac.rules[1].namespaces: is empty")]
    [InlineData("sessionExpiry: 240h", "filterGroupsRegex: ['(']", "sso.filterGroupsRegex: ")]
    [InlineData("sessionExpiry: 240h", "rootCA: nonsense", "sso.rootCA: holds no certificate")]
    [InlineData("sessionExpiry: 240h", "userInfoPath: userinfo", "sso.userInfoPath: \"userinfo\" must begin with /")]
    public void Wrong_Configuration_Is_Refused(string good, string bad, string why)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        var refused = Assert.Throws<KreweException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_Configuration_Is_Told() =>
        Assert.Contains("needs the section sso", Assert.Throws<KreweException>(() => Read("parallelism: 1")).Message, StringComparison.Ordinal);

    private static SsoOptions Read(string text)
    {
        var config = ControllerConfigFile.Parse(text);
        Assert.Null(config.Error);
        return SsoConfigReader.Read(config.Value!.Sso, (_, key) => key switch { "missing" => null, "empty" => [], _ => System.Text.Encoding.UTF8.GetBytes($"value of {key}\n") }, "/nowhere");
    }
}
