using System.Text.Json.Nodes;
using Krewe.Artifacts;
using Krewe.Client;
using Krewe.Executors;
using Krewe.Expressions;
using Krewe.Expressions.Jq;
using Krewe.Expressions.JsonPath;
using Krewe.Model;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Does the work of <c>resource</c> templates on objects that the engine keeps itself; all others need a Kubernetes cluster.</summary>
/// <remarks>
/// After a restart the operation is done again: what is created has a uid that follows from the node, so that it is found
/// instead of made twice; the other actions may be repeated without harm.
/// </remarks>
internal sealed class ResourceExecutor(KeptObjects kept, RunWaiter waiter, ArtifactTransfer artifacts, TimeProvider time, IHostApplicationLifetime lifetime)
    : InProcessExecutor(time, lifetime.ApplicationStopping)
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    public override bool CanExecute(Template template) => template.Resource is not null;

    public override async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        await base.DeleteRunAsync(runUid, cancellationToken).ConfigureAwait(false);
        await kept.DeleteOwnedAsync(runUid, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = ResourceConditions.Of(work.Template.Resource!);
            var done = await ActAsync(work, work.Template.Resource!, cancellationToken).ConfigureAwait(false);
            if (done is not null && conditions.Any)
            {
                done = await WaitAsync(done, conditions, cancellationToken).ConfigureAwait(false);
            }

            return new WorkOutcome(NodePhase.Succeeded, Outputs: OutputsOf(work.Template.Outputs, done));
        }
        catch (ResourceFault fault)
        {
            // As the pod of Argo's that runs kubectl: what it is refused is a failure.
            return new WorkOutcome(fault.NeedsCluster ? NodePhase.Error : NodePhase.Failed, fault.Message);
        }
        catch (KreweException refused) when (refused.Code is not (KreweErrorCode.Unavailable or KreweErrorCode.Internal))
        {
            return new WorkOutcome(NodePhase.Failed, refused.Message);
        }
        catch (ArtifactException unreadable)
        {
            return WorkOutcome.Error(unreadable.Message);
        }
    }

    // The object after the action; null when there is none any more, or when there were several.
    private async Task<KeptObject?> ActAsync(NodeWork work, ResourceTemplate resource, CancellationToken cancellationToken)
    {
        var flags = ResourceFlags.Parse(resource.Flags ?? []);
        var manifest = await ManifestAsync(work, resource, cancellationToken).ConfigureAwait(false);
        if (resource.Action is "get" or "delete" or "patch" && flags.Kind is not null)
        {
            return await ActAsync(work, resource, flags, manifest, cancellationToken).ConfigureAwait(false);
        }

        var objects = ResourceManifests.Read(manifest ?? throw new ResourceFault($"{resource.Action} needs a manifest, or flags that name an object"), work, flags, resource.SetOwnerReference == true);
        KeptObject? last = null;
        foreach (var wanted in objects)
        {
            last = await ActAsync(work, resource, wanted, cancellationToken).ConfigureAwait(false);
        }

        return last;
    }

    private async Task<KeptObject?> ActAsync(NodeWork work, ResourceTemplate resource, ResourceFlags flags, string? manifest, CancellationToken cancellationToken)
    {
        var kind = KeptObjects.KindOf(flags.Kind!);
        var @namespace = flags.Namespace ?? work.Namespace;
        var names = flags.Selector is null ? flags.Names : await kept.ListAsync(kind, @namespace, flags.Selector, cancellationToken).ConfigureAwait(false);
        KeptObject? last = null;
        foreach (var name in names)
        {
            if (resource.Action == "delete")
            {
                await kept.DeleteAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false);
                continue;
            }

            last = await RequireAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false);
            if (resource.Action == "patch")
            {
                var patch = ResourceManifests.Patch(manifest ?? throw new ResourceFault("patch needs a manifest with the changes"));
                last = await PatchAsync(last, patch, resource.MergeStrategy, cancellationToken).ConfigureAwait(false);
            }
        }

        return last;
    }

    private async Task<KeptObject?> ActAsync(NodeWork work, ResourceTemplate resource, KeptObject wanted, CancellationToken cancellationToken)
    {
        switch (resource.Action)
        {
            case "create":
                return await kept.CreateAsync(wanted, work, cancellationToken).ConfigureAwait(false);
            case "apply":
                return await kept.GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false) is { } there
                    ? await kept.UpdateAsync(there, wanted with { Content = JsonPatches.Merge(there.Content, WithoutUid(wanted.Content)) }, cancellationToken).ConfigureAwait(false)
                    : await kept.CreateAsync(wanted, work, cancellationToken).ConfigureAwait(false);
            case "replace":
                var old = await RequireAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false);
                return await kept.UpdateAsync(old, wanted with { Content = JsonPatches.Merge(WithoutUid(wanted.Content), new JsonObject { ["metadata"] = new JsonObject { ["uid"] = old.Uid } }) }, cancellationToken).ConfigureAwait(false);
            case "patch":
                var target = await RequireAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false);
                return await PatchAsync(target, WithoutUid(wanted.Content), resource.MergeStrategy, cancellationToken).ConfigureAwait(false);
            case "delete":
                await kept.DeleteAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false);
                return null;
            case "get":
                return await RequireAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken).ConfigureAwait(false);
            case var unknown:
                throw new ResourceFault($"unknown action '{unknown}'; known are get, create, apply, delete, replace, patch");
        }
    }

    private async Task<KeptObject> PatchAsync(KeptObject target, JsonNode patch, string? strategy, CancellationToken cancellationToken)
    {
        var changed = (strategy, patch) switch
        {
            ("json", JsonArray operations) => JsonPatches.Apply(target.Content, operations),
            ("json", _) => throw new ResourceFault("with mergeStrategy json the manifest is a list of operations"),
            (_, JsonObject merge) => JsonPatches.Merge(target.Content, merge),
            _ => throw new ResourceFault($"with mergeStrategy {strategy ?? "strategic"} the manifest is a part of the object"),
        };
        return await kept.UpdateAsync(target, target with { Content = changed }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<KeptObject> RequireAsync(string kind, string @namespace, string name, CancellationToken cancellationToken) =>
        await kept.GetAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false)
        ?? throw new ResourceFault($"{kind} '{KeptObjects.NamespaceOf(kind, @namespace)}/{name}' not found");

    private async Task<KeptObject> WaitAsync(KeptObject target, ResourceConditions conditions, CancellationToken cancellationToken)
    {
        var phase = "";
        while (!conditions.AreMet(target.Content))
        {
            if (target.Kind == nameof(Workflow) && target.Uid is { } uid)
            {
                var seen = phase;
                var row = await waiter.UntilAsync(uid, row => row.Phase != seen, cancellationToken).ConfigureAwait(false);
                phase = row?.Phase ?? "";
            }
            else
            {
                await Task.Delay(LookPeriod, Time, cancellationToken).ConfigureAwait(false);
            }

            target = await kept.GetAsync(target.Kind, target.Namespace, target.Name, cancellationToken).ConfigureAwait(false)
                ?? throw new ResourceFault($"{target} was deleted while its conditions were waited for");
        }

        return target;
    }

    private static JsonObject WithoutUid(JsonObject content) => JsonPatches.Merge(content, new JsonObject { ["metadata"] = new JsonObject { ["uid"] = null } });

    private async Task<string?> ManifestAsync(NodeWork work, ResourceTemplate resource, CancellationToken cancellationToken)
    {
        if (resource.ManifestFrom?.Artifact is not { } named)
        {
            return string.IsNullOrEmpty(resource.Manifest) ? null : resource.Manifest;
        }

        var artifact = work.Template.Inputs?.Artifacts?.FirstOrDefault(input => input.Name == named.Name) ?? throw new ResourceFault($"manifestFrom: there is no input artifact '{named.Name}'");
        var folder = Directory.CreateTempSubdirectory("krewe-manifest-");
        try
        {
            var file = Path.Combine(folder.FullName, "manifest");
            await artifacts.LoadAsync(artifact, file, cancellationToken).ConfigureAwait(false);
            return await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Outputs? OutputsOf(Outputs? declared, KeptObject? value)
    {
        if (declared?.Parameters is not { } parameters)
        {
            return null;
        }

        var json = value?.Content.ToJsonString();
        return new Outputs { Parameters = [.. parameters.Select(parameter => parameter with { Value = ValueOf(parameter, json), ValueFrom = null })] };
    }

    private static string ValueOf(Parameter parameter, string? json)
    {
        var from = parameter.ValueFrom;
        try
        {
            return json is null ? from?.Default ?? ""
                : !string.IsNullOrEmpty(from?.JsonPath) ? JsonPathTemplate.Parse(from.JsonPath).Render(json)
                : !string.IsNullOrEmpty(from?.JqFilter) ? JqFilter.Parse(from.JqFilter).RunToText(json).Trim()
                : parameter.Value ?? from?.Default ?? "";
        }
        catch (ExpressionException wrong)
        {
            return from?.Default ?? throw new ResourceFault($"output parameter '{parameter.Name}': {wrong.Message}");
        }
    }
}
