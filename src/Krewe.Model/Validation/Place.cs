namespace Krewe.Model.Validation;

/// <summary>
/// Where a check happens: the words that Argo puts before the message, and the path of the checked thing. Inside a template of
/// another resource the path stays that of the reference to it, because the validated resource has nothing nearer.
/// </summary>
internal readonly record struct Place(string Prefix, string Path, bool Foreign = false)
{
    /// <summary>The same words, a path below.</summary>
    public Place At(string below) => Foreign ? this : this with { Path = Path + below };

    /// <summary>More words, the same path.</summary>
    public Place Saying(string words) => this with { Prefix = Prefix + words };
}
