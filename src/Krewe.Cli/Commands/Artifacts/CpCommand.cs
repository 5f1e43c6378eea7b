using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Artifacts;

/// <summary><c>krewe cp</c>: copies output artifacts into a folder.</summary>
internal sealed class CpCommand : ICommandGroup
{
    private const string DefaultPath = "{namespace}/{workflowName}/{nodeId}/outputs/{artifactName}";

    public IEnumerable<Command> Build(CommandBinder binder)
    {
        var name = CommonOptions.RunName();
        var folder = new Argument<string>("DIR") { Description = "Folder to copy into" };
        var artifactName = new Option<string?>("--artifact-name") { Description = "Only artifacts of this name", HelpName = "name" };
        var nodeId = new Option<string?>("--node-id") { Description = "Only of this node", HelpName = "id" };
        var template = new Option<string?>("--template-name") { Description = "Only of nodes of this template", HelpName = "name" };
        var path = new Option<string>("--path")
        {
            Description = "Path below DIR; may use {namespace}, {workflowName}, {nodeId}, {templateName}, {artifactName}",
            DefaultValueFactory = static _ => DefaultPath,
            HelpName = "pattern",
        };
        var command = new Command("cp", "Copy output artifacts of a run") { name, folder, artifactName, nodeId, template, path };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var service = connection.Service;
                var workflow = await service.GetAsync(invocation.Run(invocation.Get(name)!), invocation.CancellationToken).ConfigureAwait(false);
                var run = new RunRef(workflow.Metadata.Namespace ?? invocation.Namespace, workflow.Metadata.Name ?? "", workflow.Metadata.Uid);
                var artifacts = (await service.ListArtifactsAsync(run, invocation.CancellationToken).ConfigureAwait(false)).Where(artifact => !artifact.IsInput
                    && (invocation.Get(artifactName) is not { } wanted || artifact.Name == wanted)
                    && (invocation.Get(nodeId) is not { } id || artifact.NodeId == id)
                    && (invocation.Get(template) is not { } of || artifact.TemplateName == of)).ToList();
                if (artifacts.Count == 0)
                {
                    throw new KreweException(KreweErrorCode.NotFound, $"workflow {run.Name} has no such output artifact");
                }

                foreach (var artifact in artifacts)
                {
                    var target = Target(invocation.Get(folder)!, invocation.Get(path)!, run, artifact);
                    invocation.Console.Write($"Created \"{await CopyAsync(service, run, artifact, target, invocation.CancellationToken).ConfigureAwait(false)}\"");
                }

                return ExitCodes.Success;
            }
        });
        return [command.WithExamples("krewe cp @latest ./out", "krewe cp build-x7k2p ./out --template-name compile --path '{templateName}/{artifactName}'")];
    }

    private static string Target(string folder, string pattern, RunRef run, ArtifactEntry artifact)
    {
        var relative = pattern
            .Replace("{namespace}", run.Namespace, StringComparison.Ordinal)
            .Replace("{workflowName}", run.Name, StringComparison.Ordinal)
            .Replace("{nodeId}", artifact.NodeId, StringComparison.Ordinal)
            .Replace("{templateName}", artifact.TemplateName ?? "", StringComparison.Ordinal)
            .Replace("{artifactName}", artifact.Name, StringComparison.Ordinal)
            .TrimStart('/');
        return Inside(folder, relative);
    }

    private static async Task<string> CopyAsync(IWorkflowService service, RunRef run, ArtifactEntry artifact, string folder, CancellationToken cancellationToken)
    {
        var content = await service.OpenArtifactAsync(new ArtifactRef(run, artifact.NodeId, artifact.Name), cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            // The name comes from outside: only its last part counts, so that it cannot lead out of the folder.
            var fileName = Path.GetFileName(content.FileName) is { Length: > 0 } plain and not ("." or "..") ? plain : artifact.Name;
            Directory.CreateDirectory(folder);
            var file = File.Create(Inside(folder, fileName));
            await using (file.ConfigureAwait(false))
            {
                await content.Stream.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            }

            return fileName;
        }
    }

    private static string Inside(string folder, string relative)
    {
        var root = Path.GetFullPath(folder);
        var target = Path.GetFullPath(Path.Combine(root, relative));
        return target == root || target.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? target
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"{relative} leads out of {folder}");
    }
}
