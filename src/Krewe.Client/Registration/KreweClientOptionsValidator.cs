using Microsoft.Extensions.Options;

namespace Krewe.Client;

/// <summary>Checks <see cref="KreweClientOptions"/> when the client is first asked for.</summary>
internal sealed class KreweClientOptionsValidator : IValidateOptions<KreweClientOptions>
{
    public ValidateOptionsResult Validate(string? name, KreweClientOptions options)
    {
        const string type = nameof(KreweClientOptions);
        if (string.IsNullOrWhiteSpace(options.DataFolder) == options.Server is null)
        {
            return ValidateOptionsResult.Fail($"{type} needs either {nameof(options.DataFolder)} (an engine of this machine) or {nameof(options.Server)} (an engine elsewhere)");
        }

        return options is { AllowInsecureToken: false, Server: { Token: not null, Address: { Scheme: "http", IsLoopback: false } } }
            ? ValidateOptionsResult.Fail($"{type}.{nameof(options.Server)}: the token would go over plain HTTP; use https, or set {nameof(options.AllowInsecureToken)}")
            : ValidateOptionsResult.Success;
    }
}
