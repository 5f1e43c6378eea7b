namespace Krewe.Client.Wire;

/// <summary>Body of every failure: grpc-gateway's shape, and what can be pointed at.</summary>
public sealed record ErrorBody
{
    public int Code { get; init; }
    public string Message { get; init; } = "";
    public string Error { get; init; } = "";
    public IReadOnlyList<ErrorDiagnostic>? Diagnostics { get; init; }

    /// <summary>The body that stands for a failure.</summary>
    public static ErrorBody From(KreweException exception) => new()
    {
        Code = (int)exception.Code,
        Message = exception.Message,
        Error = exception.Message,
        Diagnostics = exception.Diagnostics.Count == 0 ? null : exception.Diagnostics,
    };

    /// <summary>The failure that a body stands for.</summary>
    public KreweException ToException() => new(
        Enum.IsDefined((KreweErrorCode)Code) ? (KreweErrorCode)Code : KreweErrorCode.Unknown,
        Message.Length > 0 ? Message : Error,
        Diagnostics ?? []);
}
