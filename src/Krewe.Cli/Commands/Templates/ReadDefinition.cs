using System.CommandLine;
using Krewe.Cli.Output;
using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Templates;

/// <summary><c>get</c>, <c>list</c> and <c>delete</c>.</summary>
internal static class ReadDefinition
{
    private const int PageSize = 500;

    public static Command Get(CommandBinder binder, string group, DefinitionKind kind)
    {
        var names = Names(kind, ArgumentArity.OneOrMore);
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var command = new Command("get", $"Show {kind.Name}s") { names, output };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                foreach (var name in invocation.Get(names)!)
                {
                    var found = await connection.Service.GetResourceAsync(Ref(invocation, kind, name), invocation.CancellationToken).ConfigureAwait(false);
                    DefinitionReport.Print(invocation.Console, found, invocation.Get(output));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples($"krewe {group} get build", $"krewe {group} get build -o yaml");
    }

    public static Command List(CommandBinder binder, string group, DefinitionKind kind)
    {
        var all = CommonOptions.AllNamespaces();
        var labels = CommonOptions.LabelSelector();
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var command = new Command("list", $"List {kind.Name}s") { labels, output };
        command.Aliases.Add("ls");
        var perNamespace = kind.Kind != ResourceKind.ClusterWorkflowTemplate;
        if (perNamespace)
        {
            command.Options.Add(all);
        }

        binder.Bind(command, async invocation =>
        {
            var everywhere = perNamespace && invocation.Get(all);
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var query = new ListResourcesQuery
                {
                    Kind = kind.Kind,
                    Namespace = everywhere ? Namespaces.All : invocation.Namespace,
                    LabelSelector = invocation.Get(labels),
                };
                var found = await FindAsync(connection.Service, query, invocation.CancellationToken).ConfigureAwait(false);
                var format = invocation.Get(output);
                if (format is "json" or "yaml")
                {
                    invocation.Console.WriteRaw(ResourceWriter.Write(found, format));
                }
                else
                {
                    invocation.Console.Write(format == "name"
                        ? found.Select(definition => (StyledLine)(definition.Metadata.Name ?? ""))
                        : DefinitionReport.Table(found, kind.Kind, everywhere, invocation.Console.Settings));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples($"krewe {group} list", $"krewe {group} list -l app=shop -o name");
    }

    public static Command Delete(CommandBinder binder, string group, DefinitionKind kind)
    {
        var names = Names(kind, ArgumentArity.ZeroOrMore);
        var all = new Option<bool>("--all") { Description = $"All {kind.Name}s" };
        var command = new Command("delete", $"Delete {kind.Name}s; runs started from them go on") { names, all };
        binder.Bind(command, async invocation =>
        {
            var given = invocation.Get(names)!;
            if (given.Length == 0 && !invocation.Get(all))
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"nothing to delete: name {kind.Name}s, or say --all");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var query = new ListResourcesQuery { Kind = kind.Kind, Namespace = invocation.Namespace };
                var found = invocation.Get(all) ? await FindAsync(connection.Service, query, invocation.CancellationToken).ConfigureAwait(false) : [];
                foreach (var name in given.Concat(found.Select(definition => definition.Metadata.Name!)))
                {
                    await connection.Service.DeleteResourceAsync(Ref(invocation, kind, name), invocation.CancellationToken).ConfigureAwait(false);
                    invocation.Console.Write($"{kind.Name} '{name}' deleted");
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples($"krewe {group} delete build");
    }

    private static Argument<string[]> Names(DefinitionKind kind, ArgumentArity arity) => new("NAME") { Description = $"Names of {kind.Name}s", Arity = arity };

    private static ResourceRef Ref(Invocation invocation, DefinitionKind kind, string name) => new(kind.Kind, invocation.Namespace, name);

    /// <summary>All that a query finds, page by page.</summary>
    public static async Task<IReadOnlyList<ArgoResource>> FindAsync(IWorkflowService service, ListResourcesQuery query, CancellationToken cancellationToken)
    {
        var found = new List<ArgoResource>();
        query = query with { Limit = PageSize };
        do
        {
            var page = await service.ListResourcesAsync(query, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items);
            query = query with { Continue = page.Metadata.Continue };
        }
        while (query.Continue is { Length: > 0 });

        return found;
    }
}
