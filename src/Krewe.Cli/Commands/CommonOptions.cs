using System.CommandLine;

namespace Krewe.Cli.Commands;

/// <summary>Options that several commands have; a new one each, since an option belongs to its command.</summary>
internal static class CommonOptions
{
    public static Option<string?> Output(params string[] formats)
    {
        var option = new Option<string?>("--output", "-o") { Description = $"Output format: {string.Join(", ", formats)}", HelpName = "format" };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    public static Option<string[]> Parameters(string description) => new("--parameter", "-p") { Description = description, HelpName = "name=value" };

    public static Option<string?> LabelSelector() => new("--selector", "-l") { Description = "Only those with these labels (a=b,c!=d,e in (f,g),!h)", HelpName = "labels" };

    public static Option<string?> FieldSelector() => new("--field-selector") { Description = "Only those with these fields (metadata.name=x)", HelpName = "fields" };

    public static Option<string?> Filter() => new("--filter") { Description = "Only those that the filter language finds (status:failed label:team=pay duration:>10m)", HelpName = "filter" };

    public static Option<string?> NodeFieldSelector() => new("--node-field-selector")
    {
        Description = "Only nodes with these fields (displayName=approve,phase=Failed,inputs.parameters.x.value=1)",
        HelpName = "fields",
    };

    public static Option<TimeSpan?> Duration(string name, string description) => new(name) { Description = description, HelpName = "duration", CustomParser = Durations.Parse };

    public static Option<bool> AllNamespaces() => new("--all-namespaces", "-A") { Description = "All namespaces" };

    public static Argument<string> RunName() => new("WORKFLOW") { Description = "Name of the run; @latest is the newest one" };

    public static Argument<string[]> RunNames(ArgumentArity? arity = null) => new("WORKFLOW") { Description = "Names of runs; @latest is the newest one", Arity = arity ?? ArgumentArity.OneOrMore };
}
