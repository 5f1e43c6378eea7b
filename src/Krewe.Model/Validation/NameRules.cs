using System.Globalization;

namespace Krewe.Model.Validation;

/// <summary>What names may look like.</summary>
internal static class NameRules
{
    private const int LongestFieldName = 128;

    /// <summary>Checks the names in a list: present, well formed, each once. Returns Argo's words and the index.</summary>
    public static (string Message, int Index)? Check(IEnumerable<string?> names, Func<string, string?> whyInvalid)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var name in names)
        {
            var place = index.ToString(CultureInfo.InvariantCulture);
            if (string.IsNullOrEmpty(name))
            {
                return ($"[{place}].name is required", index);
            }

            if (whyInvalid(name) is { } reason)
            {
                return ($"[{place}].name: '{name}' is invalid: {reason}", index);
            }

            if (!seen.Add(name))
            {
                return ($"[{place}].name '{name}' is not unique", index);
            }

            index++;
        }

        return null;
    }

    /// <summary>Why a template's, step's or task's name is not valid, or null.</summary>
    public static string? FieldName(string name)
    {
        var reasons = new List<string>();
        if (name.Length > LongestFieldName)
        {
            reasons.Add($"must be no more than {LongestFieldName} characters");
        }

        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            reasons.Add("name must consist of alpha-numeric characters or '-', and must start with an alpha-numeric character (e.g. My-name1-2, 123-NAME)");
        }

        return reasons.Count == 0 ? null : string.Join(';', reasons);
    }

    /// <summary>Why a parameter's or artifact's name is not valid, or null.</summary>
    public static string? ParameterName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        ? null
        : "Parameter/Artifact name must consist of alpha-numeric characters, '_' or '-' e.g. my_param_1, MY-PARAM-1";
}
