using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>A field selector over nodes: <c>phase=Failed,templateName!=build,inputs.parameters.x.value=1</c>.</summary>
internal sealed class NodeSelector
{
    private static readonly string[] Known = ["displayName", "templateName", "phase", "name", "id", "templateRef.name", "templateRef.template"];

    private readonly List<(string Field, string Value, bool Equal)> _terms = [];

    /// <exception cref="KreweException">The selector cannot be read.</exception>
    public static NodeSelector Parse(string? selector, string? phase = null)
    {
        var result = new NodeSelector();
        if (phase is { Length: > 0 })
        {
            if (selector is { Length: > 0 })
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "--status and --node-field-selector cannot be used together");
            }

            selector = $"phase={phase}";
        }

        foreach (var term in (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            result._terms.Add(ParseTerm(term));
        }

        return result;
    }

    public bool Matches(NodeStatus node) => _terms.TrueForAll(term => (Field(node, term.Field) == term.Value) == term.Equal);

    private static (string Field, string Value, bool Equal) ParseTerm(string term)
    {
        foreach (var (sign, equal) in new[] { ("!=", false), ("==", true), ("=", true) })
        {
            var at = term.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0)
            {
                var field = term[..at].Trim();
                return Known.Contains(field) || field.StartsWith("inputs.parameters.", StringComparison.Ordinal)
                    ? (field, term[(at + sign.Length)..].Trim(), equal)
                    : throw new KreweException(KreweErrorCode.InvalidArgument, $"nodes have no field \"{field}\" to select by; there are {string.Join(", ", Known)} and inputs.parameters.<name>.value");
            }
        }

        throw new KreweException(KreweErrorCode.InvalidArgument, $"\"{term}\" is no selector: it needs field=value or field!=value");
    }

    private static string Field(NodeStatus node, string field) => field switch
    {
        "displayName" => node.DisplayName ?? "",
        "templateName" => node.TemplateName ?? "",
        "phase" => node.Phase ?? "",
        "name" => node.Name,
        "id" => node.Id,
        "templateRef.name" => node.TemplateRef?.Name ?? "",
        "templateRef.template" => node.TemplateRef?.Template ?? "",
        _ => Parameter(node, field.Split('.')) ?? "",
    };

    private static string? Parameter(NodeStatus node, string[] path) =>
        path is [_, _, var name, "value"] ? node.Inputs?.Parameters?.FirstOrDefault(parameter => parameter.Name == name)?.Value : null;
}
