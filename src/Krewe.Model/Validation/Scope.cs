namespace Krewe.Model.Validation;

/// <summary>The variables that are known at a place of a template.</summary>
internal sealed class Scope
{
    public const string AnyItem = "item.*";
    public const string AnyGlobalParameter = "workflow.outputs.parameters.*";
    public const string AnyGlobalArtifact = "workflow.outputs.artifacts.*";

    private readonly HashSet<string> _names;
    private readonly HashSet<string> _open;

    public Scope()
        : this(new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal))
    {
    }

    private Scope(HashSet<string> names, HashSet<string> open)
    {
        _names = names;
        _open = open;
    }

    /// <summary>The names that are known, without the patterns.</summary>
    public IEnumerable<string> Names => _names.Where(name => !name.EndsWith(".*", StringComparison.Ordinal));

    public void Add(string name) => _names.Add(name);

    public void AddRange(IEnumerable<string> names) => _names.UnionWith(names);

    /// <summary>Accepts everything below a name: what stands there cannot be known, and was reported if it should be.</summary>
    public void Open(string prefix) => _open.Add(prefix + ".");

    public bool Has(string name) => _names.Contains(name);

    public bool IsOpen(string name) => _open.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    public Scope Copy() => new(new HashSet<string>(_names, StringComparer.Ordinal), new HashSet<string>(_open, StringComparer.Ordinal));
}
