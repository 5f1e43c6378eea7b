using System.Runtime.CompilerServices;
using System.Text.Json;
using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Which calls of a template have their <c>outputs.result</c> read somewhere in it: only those are captured.</summary>
internal static class ResultReferences
{
    private static readonly ConditionalWeakTable<Template, string> Texts = [];

    public static bool Has(Template template, string kind, string name)
    {
        var text = Texts.GetValue(template, t => JsonSerializer.Serialize(t, EngineJson.Plain.Template));
        return text.Contains($"{kind}.{name}.outputs.result", StringComparison.Ordinal)
            || text.Contains($"{kind}['{name}'].outputs.result", StringComparison.Ordinal)
            || text.Contains($"{kind}[\\\"{name}\\\"].outputs.result", StringComparison.Ordinal);
    }
}
