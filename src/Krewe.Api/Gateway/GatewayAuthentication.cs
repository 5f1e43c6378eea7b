namespace Krewe.Api;

/// <summary>How callers of the gateway prove who they are; Argo's names. All but <see cref="Off"/> may be combined.</summary>
[Flags]
public enum GatewayAuthentication
{
    /// <summary>Not at all: whoever reaches the port is the engine's owner. On the loopback interface only.</summary>
    Off = 0,

    /// <summary>By a token on every request.</summary>
    Client = 1,

    /// <summary>By a token where there is one; a caller without one has <see cref="GatewayOptions.AnonymousRole"/>.</summary>
    Server = 2,

    /// <summary>By signing in at a provider of OpenID Connect (<see cref="GatewayOptions.Sso"/>).</summary>
    Sso = 4,
}
