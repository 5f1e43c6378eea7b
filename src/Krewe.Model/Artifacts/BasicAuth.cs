namespace Krewe.Model;

/// <summary>User name and password from secrets.</summary>
public sealed record BasicAuth
{
    public SecretKeySelector? UsernameSecret { get; init; }
    public SecretKeySelector? PasswordSecret { get; init; }
}
