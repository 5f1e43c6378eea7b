namespace Krewe.Api.Tests.Sso;

/// <summary>What is wrong with a token.</summary>
public enum TokenFault
{
    None,
    OtherNonce,
    NoNonce,
    OtherAudience,
    OtherIssuer,
    Expired,
    NotSigned,
    SignedBySomebodyElse,
    SignedWithTheClientSecret,
    Changed,
}
