using Krewe.Expressions;
using Krewe.Expressions.Tags;

namespace Krewe.Model.Validation;

/// <content>Parameters that are secrets stand only where a step, and nothing else, reads them.</content>
internal sealed partial class SpecValidation
{
    private IEnumerable<string?> SecretInputs(Template filled) =>
        _placeholders.HasSecrets ? (filled.Inputs?.Parameters ?? []).Where(input => _placeholders.IsSecret(input.Value)).Select(input => input.Name) : [];

    /// <param name="written">The template as written.</param>
    /// <param name="filled">The same with the values known by now.</param>
    /// <param name="place">Its place.</param>
    private void CheckSecretUses(Template written, Template filled, Place place)
    {
        if (!_placeholders.HasSecrets)
        {
            return;
        }

        var type = ModelJson.Default.Template;
        var isInline = place.Path.EndsWith(".inline", StringComparison.Ordinal);
        var found = ResourceText.Strings(filled, type)
            .SelectMany(field => _placeholders.SecretsIn(field.Text).Where(secret => !SecretUses.Allows(field.Below, secret.Placeholder == field.Text.Trim(), isInline)).Select(secret => (field.Below, secret.Variable)))
            .Concat(ResourceText.Strings(written, type).SelectMany(field => SecretsOfExpressions(field.Text, filled).Select(variable => (field.Below, Variable: variable))));
        foreach (var (below, variable) in found.Distinct())
        {
            findings.Add(place.At(below), $"templates.{written.Name}: {SecretUses.Complaint(variable)}");
        }
    }

    private IEnumerable<string> SecretsOfExpressions(string text, Template filled)
    {
        if (!text.Contains("{{=", StringComparison.Ordinal))
        {
            return [];
        }

        try
        {
            return [.. TagTemplate.Parse(text).Tags.Where(tag => tag.Kind == TagSegmentKind.Expression).SelectMany(tag => tag.Program.Paths).Where(path => IsSecret(path, filled))];
        }
        catch (ExpressionException)
        {
            return [];
        }
    }

    private bool IsSecret(string variable, Template filled) =>
        _placeholders.IsSecret(_globals.GetValueOrDefault(variable)) || SecretInputs(filled).Any(name => variable == $"inputs.parameters.{name}");
}
