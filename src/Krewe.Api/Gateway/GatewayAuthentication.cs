namespace Krewe.Api;

/// <summary>How callers of the gateway prove who they are; Argo's names.</summary>
public enum GatewayAuthentication
{
    /// <summary>Not at all: whoever reaches the port is the engine's owner. On the loopback interface only.</summary>
    Off,

    /// <summary>By a token on every request.</summary>
    Client,

    /// <summary>By a token where there is one; a caller without one has <see cref="GatewayOptions.AnonymousRole"/>.</summary>
    Server,
}
