namespace Krewe.Model.Validation;

/// <summary>The rule of Kubernetes for values of labels.</summary>
public static class LabelValues
{
    private const int Longest = 63;

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? Problem(string value)
    {
        if (value.Length > Longest)
        {
            return "must be no more than 63 characters";
        }

        var valid = value.Length == 0
            || (char.IsAsciiLetterOrDigit(value[0]) && char.IsAsciiLetterOrDigit(value[^1]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
        return valid ? null : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
    }
}
