using System.Diagnostics.CodeAnalysis;
using Krewe.Model;

namespace Krewe.Executors;

/// <summary>Replaces values of secrets that a step was given in what it hands out: outputs are kept and shown.</summary>
public sealed class SecretMask
{
    // Outputs are data: a shorter one, such as a user's name, would damage ordinary values where it happens to stand in them.
    private const int ShortestSecret = 8;
    private readonly string[] _secrets;

    /// <summary>Makes it for the secrets that the step was given.</summary>
    /// <param name="secrets">Values; of one with several lines each line counts as well. Those of less than eight characters do not.</param>
    public SecretMask(IEnumerable<string> secrets) => _secrets =
    [
        .. secrets.SelectMany(secret => secret.Split('\n').Append(secret)).Select(secret => secret.Trim('\r', '\n')).Where(secret => secret.Length >= ShortestSecret)
            .Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length),
    ];

    /// <summary>The text with <c>***</c> in place of every secret in it.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Mask(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Outputs with their values masked.</summary>
    public Outputs? Mask(Outputs? outputs) => outputs is null || _secrets.Length == 0 ? outputs : outputs with
    {
        Result = Mask(outputs.Result),
        Parameters = outputs.Parameters is { } parameters ? [.. parameters.Select(parameter => parameter with { Value = Mask(parameter.Value) })] : null,
        Artifacts = outputs.Artifacts is { } artifacts ? [.. artifacts.Select(artifact => artifact.Raw is { } raw ? artifact with { Raw = raw with { Data = Mask(raw.Data) } } : artifact)] : null,
    };
}
