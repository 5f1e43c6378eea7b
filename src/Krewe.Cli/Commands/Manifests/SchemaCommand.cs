using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Manifests;

/// <summary><c>krewe schema</c>: the JSON Schema of manifests, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Build(CommandBinder binder)
    {
        var kind = new Argument<string?>("KIND") { Description = "Only this kind (Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, WorkflowEventBinding)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("schema", "Print the JSON Schema of all kinds") { kind };
        binder.Bind(command, invocation =>
        {
            var name = invocation.Get(kind);
            if (name is not null && !ArgoKinds.All.Contains(name, StringComparer.Ordinal))
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"unknown kind \"{name}\"{DidYouMean.Text(name, ArgoKinds.All)}");
            }

            var schema = name is null ? JsonSchemaGenerator.Generate() : JsonSchemaGenerator.Generate(name);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                schema.WriteTo(writer);
            }

            invocation.Console.WriteRaw(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n");
            return ExitCodes.Success;
        });
        return command.WithExamples("krewe schema > krewe.schema.json", "krewe schema Workflow");
    }
}
