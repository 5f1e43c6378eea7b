namespace Krewe.Hosting;

/// <summary>A part of a filter that means nothing.</summary>
internal sealed class FilterProblem(string message, int offset, string? hint = null) : Exception(message)
{
    /// <summary>Where in the filter.</summary>
    public int Offset { get; } = offset;

    /// <summary>What was probably meant.</summary>
    public string? Hint { get; } = hint;
}
