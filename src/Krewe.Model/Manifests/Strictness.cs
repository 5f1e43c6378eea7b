namespace Krewe.Model;

/// <summary>What unknown keys are.</summary>
public enum Strictness
{
    /// <summary>Errors, as for <c>argo lint</c>.</summary>
    Strict,

    /// <summary>Warnings; removed v3 fields are converted, keys in the wrong case are understood, of duplicate keys the last counts.</summary>
    Lenient,
}
