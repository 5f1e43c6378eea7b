namespace Krewe.Model.Validation;

/// <summary>What a caller hands to a template: its arguments, or (null) anything, where only the shape matters.</summary>
internal sealed class ArgumentSource(Arguments? arguments)
{
    public static ArgumentSource Anything { get; } = new(null);

    private bool IsAnything { get; } = arguments is null;

    public static ArgumentSource Of(Arguments? arguments) => new(arguments ?? new Arguments());

    public Parameter? Parameter(string? name, Func<string> placeholder) => IsAnything
        ? new Parameter { Name = name, Value = placeholder() }
        : arguments!.Parameters?.FirstOrDefault(parameter => parameter.Name == name);

    public Artifact? Artifact(string? name) => IsAnything
        ? new Artifact { Name = name }
        : arguments!.Artifacts?.FirstOrDefault(artifact => artifact.Name == name);
}
