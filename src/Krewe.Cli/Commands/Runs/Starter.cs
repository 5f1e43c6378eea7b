using Krewe.Cli.Manifests;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Runs;

/// <summary>Reads what <c>run</c> and <c>submit</c> are to start, and starts it.</summary>
internal sealed class Starter(Invocation invocation, SubmitOptions? options, RunSettings? settings, string? requestId)
{
    private readonly ManifestPlaces _places = new();

    /// <summary>Workflows of the files; other kinds come first, by <see cref="StoreAsync"/>.</summary>
    /// <param name="files">Names of files and folders.</param>
    /// <param name="lenient">Whether unknown keys are warnings.</param>
    /// <param name="asArgo">Whether a refusal ends in Argo's words.</param>
    public async Task<IReadOnlyList<ArgoResource>> LoadAsync(IReadOnlyList<string> files, bool lenient, bool asArgo = true)
    {
        var resources = await new ManifestLoader(invocation.Context, asArgo).LoadAsync(files, lenient, invocation.CancellationToken).ConfigureAwait(false);
        _places.Add(resources);
        foreach (var other in resources.Where(resource => resource.Argo is null))
        {
            invocation.Console.Note($"{other.Kind} {other.Metadata.Name} is no workflow resource and is left out (--secrets gives secrets and config maps).");
        }

        return [.. resources.Select(resource => resource.Argo).OfType<ArgoResource>()];
    }

    /// <summary>Stores a definition, new or changed.</summary>
    public async Task StoreAsync(IWorkflowService service, ArgoResource definition)
    {
        var @namespace = definition.Metadata.Namespace ?? invocation.Namespace;
        try
        {
            await _places.LocateAsync(definition, () => service.CreateResourceAsync(@namespace, definition, invocation.CancellationToken)).ConfigureAwait(false);
        }
        catch (KreweException exception) when (exception.Code == KreweErrorCode.AlreadyExists)
        {
            await _places.LocateAsync(definition, () => service.UpdateResourceAsync(@namespace, definition, invocation.CancellationToken)).ConfigureAwait(false);
        }

        invocation.Console.Note($"{definition.Kind} {definition.Metadata.Name} stored.");
    }

    public Task<Workflow> StartAsync(IWorkflowService service, Workflow workflow, bool serverDryRun = false)
    {
        var request = new CreateRunRequest
        {
            Namespace = invocation.GivenNamespace ?? workflow.Metadata.Namespace ?? invocation.Namespace,
            Workflow = workflow,
            SubmitOptions = options,
            RequestId = requestId,
            ServerDryRun = serverDryRun,
            Settings = settings,
        };
        return _places.LocateAsync(workflow, () => service.CreateAsync(request, invocation.CancellationToken));
    }

    /// <summary>Starts a run from <c>kind/name</c>.</summary>
    public Task<Workflow> StartFromAsync(IWorkflowService service, string from, bool serverDryRun = false)
    {
        if (from.Split('/') is not [{ Length: > 0 } kind, { Length: > 0 } name])
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"--from needs kind/name, such as workflowtemplate/build; got \"{from}\"");
        }

        var request = new SubmitRequest
        {
            Namespace = invocation.Namespace,
            ResourceKind = kind,
            ResourceName = name,
            SubmitOptions = serverDryRun ? (options ?? new SubmitOptions()) with { ServerDryRun = true } : options,
            RequestId = requestId,
            Settings = settings,
        };
        return service.SubmitAsync(request, invocation.CancellationToken);
    }
}
