namespace Krewe.Model.Validation;

/// <summary>On what occasion a resource is validated.</summary>
public enum ValidationMode
{
    /// <summary>It is created.</summary>
    Default = 0,

    /// <summary>It is only looked at: arguments may still lack a value.</summary>
    Lint = 1,

    /// <summary>It is submitted: all arguments must have a value, of a template's as well.</summary>
    Submit = 2,
}
