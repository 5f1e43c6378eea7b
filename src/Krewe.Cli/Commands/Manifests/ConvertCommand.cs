using System.CommandLine;
using Krewe.Cli.Manifests;
using Krewe.Model;
using Krewe.Model.Conversion;
using Krewe.Model.Documents;

namespace Krewe.Cli.Commands.Manifests;

/// <summary><c>krewe convert</c>: fields that Argo v4 removed become what replaced them.</summary>
internal static class ConvertCommand
{
    public static Command Build(CommandBinder binder)
    {
        var files = new Argument<string[]>("FILE") { Description = "Manifests; - is the standard input", Arity = ArgumentArity.OneOrMore };
        var output = CommonOptions.Output("yaml", "json");
        var command = new Command("convert", "Rewrite manifests for Argo 3 to the fields of Argo 4; what changed is told on stderr") { files, output };
        binder.Bind(command, async invocation =>
        {
            var first = true;
            foreach (var file in invocation.Get(files)!)
            {
                foreach (var document in await ReadAsync(invocation, file).ConfigureAwait(false))
                {
                    var conversion = LegacyConverter.Convert(document);
                    foreach (var change in conversion.Changes)
                    {
                        invocation.Console.Note(ErrorText.Line(ManifestLoader.Convert(change) with { IsWarning = true }));
                    }

                    var json = invocation.Get(output) == "json";
                    invocation.Console.WriteRaw(first || json ? "" : "---\n");
                    invocation.Console.WriteRaw((json ? ManifestWriter.ToJson(conversion.Document) : ManifestWriter.ToYaml(conversion.Document)).TrimEnd('\n') + "\n");
                    first = false;
                }
            }

            return ExitCodes.Success;
        });
        return command.WithExamples("krewe convert old.yaml > new.yaml", "cat old.yaml | krewe convert - -o json");
    }

    private static async Task<IReadOnlyList<DocumentNode>> ReadAsync(Invocation invocation, string file)
    {
        var stream = file == "-" ? invocation.Context.OpenInput() : File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            var read = await DocumentReader.ReadAsync(stream, file == "-" ? "stdin" : file, cancellationToken: invocation.CancellationToken).ConfigureAwait(false);
            return read.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)
                ? throw ManifestLoader.Invalid(read.Diagnostics)
                : read.Documents;
        }
    }
}
