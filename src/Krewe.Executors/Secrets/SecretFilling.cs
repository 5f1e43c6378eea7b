using System.Text.Json;
using Krewe.Model;

namespace Krewe.Executors;

/// <summary>Puts the values of parameters that are secrets into work, where and when it is done.</summary>
public static class SecretFilling
{
    /// <summary>The work with values in place of the marks, and with the values among <see cref="NodeWork.Masks"/>; the same work where there are no marks.</summary>
    /// <param name="work">The work.</param>
    /// <param name="read">Reads a key of a secret; null: it is not there.</param>
    /// <exception cref="SecretMissingException">A secret is not there, and neither optional nor given a default.</exception>
    public static NodeWork Fill(NodeWork work, Func<string, string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(read);
        if (work.Secrets.Count == 0)
        {
            return work;
        }

        var template = JsonSerializer.Serialize(work.Template, ModelJson.Default.Template);
        var values = new List<string>();
        foreach (var (mark, from) in work.Secrets)
        {
            var value = Value(from, read);
            values.Add(value);
            template = template.Replace(mark, JsonEncodedText.Encode(value).ToString(), StringComparison.Ordinal);
        }

        return work with
        {
            Template = JsonSerializer.Deserialize(template, ModelJson.Default.Template)!,
            Secrets = new Dictionary<string, ValueFrom>(),
            Masks = [.. work.Masks, .. values.Where(value => value.Length > 0)],
        };
    }

    private static string Value(ValueFrom from, Func<string, string, string?> read)
    {
        var secret = from.SecretKeyRef!;
        var (name, key) = (secret.Name ?? "", secret.Key ?? "");
        return read(name, key)
            ?? from.Default
            ?? (secret.Optional == true ? "" : throw new SecretMissingException($"secret \"{name}\" with key \"{key}\", which a parameter refers to, was not found: put it under the secrets folder"));
    }
}
