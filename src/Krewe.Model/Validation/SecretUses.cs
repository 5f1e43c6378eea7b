using System.Text.RegularExpressions;

namespace Krewe.Model.Validation;

/// <summary>Where a parameter that is a secret (<c>valueFrom.secretKeyRef</c>) may stand in a template.</summary>
public static partial class SecretUses
{
    private const string Words = "be handed on whole as an argument, or stand in command, args, env or source of a container, in url, headers or body of http, or in plugin, of a template that is not inline";

    /// <summary>What whoever reads one elsewhere is told.</summary>
    /// <param name="variable">The variable, such as <c>inputs.parameters.token</c>.</param>
    public static string Complaint(string variable) => $"{variable} is a secret: it can {Words}, and nothing else may read it";

    /// <summary>Whether a field of a template may hold one.</summary>
    /// <param name="path">Path of the field, such as <c>.container.args[0]</c>.</param>
    /// <param name="isWhole">Whether the field holds nothing beside it.</param>
    /// <param name="isInline">Whether the template is inline in a step or task.</param>
    internal static bool Allows(string path, bool isWhole, bool isInline) =>
        OfInput().IsMatch(path) || (!isInline && (InSteps().IsMatch(path) || (isWhole && InArguments().IsMatch(path))));

    [GeneratedRegex(@"^\.(((container|script|containerSet\.containers\[\d+\]|initContainers\[\d+\]|sidecars\[\d+\])\.(command\[\d+\]|args\[\d+\]|env\[\d+\]\.value|source))|http\.(url|body|headers\[\d+\]\.value)|plugin\..*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex InSteps();

    [GeneratedRegex(@"^\.inputs\.parameters\[\d+\]\.value$")]
    private static partial Regex OfInput();

    [GeneratedRegex(@"^\.(steps\[\d+\]\[\d+\]|dag\.tasks\[\d+\]|workflow)(\.hooks\..+)?\.arguments\.parameters\[\d+\]\.value$", RegexOptions.ExplicitCapture)]
    private static partial Regex InArguments();
}
