using System.CommandLine;
using Krewe.Cli.Manifests;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Templates;

/// <summary><c>create</c> and <c>update</c>.</summary>
internal static class WriteDefinition
{
    public static Command Build(CommandBinder binder, string group, DefinitionKind kind, bool isNew)
    {
        var files = new Argument<string[]>("FILE") { Description = "Manifests or folders of them; - is the standard input", Arity = ArgumentArity.OneOrMore };
        var output = CommonOptions.Output("name", "json", "yaml", "wide");
        var strict = new Option<bool>("--strict") { Description = "Refuse unknown keys", DefaultValueFactory = static _ => true };
        var verb = isNew ? "create" : "update";
        var command = new Command(verb, isNew ? $"Store new {kind.Name}s" : $"Replace stored {kind.Name}s") { files, output, strict };
        binder.Bind(command, async invocation =>
        {
            var loaded = await new ManifestLoader(invocation.Context).LoadAsync(invocation.Get(files)!, lenient: !invocation.Get(strict), invocation.CancellationToken).ConfigureAwait(false);
            var definitions = loaded.Select(resource => resource.Argo).OfType<ArgoResource>().Where(resource => resource.Kind == kind.Name).ToList();
            if (definitions.Count == 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"no {kind.Name} in {string.Join(", ", invocation.Get(files)!)}");
            }

            var places = new ManifestPlaces();
            places.Add(loaded);
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                foreach (var definition in definitions)
                {
                    var @namespace = invocation.GivenNamespace ?? definition.Metadata.Namespace ?? invocation.Namespace;
                    var stored = await places.LocateAsync(definition, () => isNew
                        ? connection.Service.CreateResourceAsync(@namespace, definition, invocation.CancellationToken)
                        : connection.Service.UpdateResourceAsync(@namespace, definition, invocation.CancellationToken)).ConfigureAwait(false);
                    DefinitionReport.Print(invocation.Console, stored, invocation.Get(output));
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples($"krewe {group} {verb} build.yaml", $"krewe {group} {verb} definitions/ -o name");
    }
}
