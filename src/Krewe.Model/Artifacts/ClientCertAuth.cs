namespace Krewe.Model;

/// <summary>Client certificate from secrets.</summary>
public sealed record ClientCertAuth
{
    public SecretKeySelector? ClientCertSecret { get; init; }
    public SecretKeySelector? ClientKeySecret { get; init; }
}
