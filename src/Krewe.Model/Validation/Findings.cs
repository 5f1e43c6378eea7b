namespace Krewe.Model.Validation;

/// <summary>Collects errors in the order in which Argo would meet them, each once though several callers lead to it.</summary>
internal sealed class Findings
{
    private readonly List<ValidationError> _errors = [];
    private readonly HashSet<(string Path, string Message)> _seen = [];

    public IReadOnlyList<ValidationError> Errors => _errors;

    public int Count => _errors.Count;

    public void Add(Place place, string message)
    {
        if (_seen.Add((place.Path, message)))
        {
            _errors.Add(new ValidationError(place.Path, place.Prefix + message));
        }
    }

    /// <summary>Adds the message if there is one and says whether there was.</summary>
    public bool AddIf(Place place, string? message)
    {
        if (message is null)
        {
            return false;
        }

        Add(place, message);
        return true;
    }
}
