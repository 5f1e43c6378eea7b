using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Krewe.Model;

/// <summary>Summaries of the model's types and properties, from the documentation file beside the program; none without it.</summary>
internal sealed class ModelDocumentation
{
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    public static ModelDocumentation Load()
    {
        var documentation = new ModelDocumentation();
        var file = Path.Combine(AppContext.BaseDirectory, "Krewe.Model.xml");
        if (!File.Exists(file))
        {
            return documentation;
        }

        try
        {
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary)
                {
                    documentation._summaries[name] = Text(summary);
                }
            }
        }
        catch (XmlException)
        {
            // Descriptions are an extra: a broken file leaves them out.
            documentation._summaries.Clear();
        }

        return documentation;
    }

    public string? OfType(Type? type) => type is null ? null : _summaries.GetValueOrDefault("T:" + type.FullName);

    public string? OfProperty(Type? type, string jsonName)
    {
        var property = type?.GetProperty(jsonName, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        return property is null ? null : _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");
    }

    private static string Text(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.DescendantNodes())
        {
            _ = node switch
            {
                XText plain => text.Append(plain.Value),
                XElement reference when reference.Attribute("cref")?.Value is { } cref => text.Append(cref[(cref.LastIndexOf('.') + 1)..]),
                _ => text,
            };
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
