using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Api;

/// <summary>The service for a caller some of whose roles are bound to folders: each object is looked at before anything is done with it.</summary>
/// <param name="inner">The service without bounds.</param>
/// <param name="caller">Who asks.</param>
/// <param name="role">What the endpoint asks of its caller, of each object.</param>
/// <remarks>
/// What the caller may not see does not exist for them. Nothing is forwarded by a base class: an operation that is new does not
/// compile before it is decided here what it means for folders. Where a run lies never changes; a definition that is moved between
/// the look and the change makes the change fail, by its version.
/// </remarks>
internal sealed partial class ConfinedWorkflowService(IWorkflowService inner, Caller caller, AccessRole role) : IWorkflowService
{
    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) => inner.GetVersionAsync(cancellationToken);

    public Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) => inner.GetInfoAsync(cancellationToken);

    public Task<string> GetMetricsAsync(CancellationToken cancellationToken = default) => inner.GetMetricsAsync(cancellationToken);

    public Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) => inner.GetHealthAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IReadOnlyList<FolderPlace>? Places => caller.PlacesWith(role);

    /// <summary>Whether the caller may see what lies in a folder, and do with it what they ask for.</summary>
    private bool May(string? @namespace, string folder) => caller.RoleAt(@namespace ?? "", folder) is var held && held >= role && held >= AccessRole.Viewer;

    /// <summary>Refuses what the caller may not do in a folder.</summary>
    private void Require(string? @namespace, string folder, AccessRole needed)
    {
        if (caller.RoleAt(@namespace ?? "", folder) is var held && held < needed)
        {
            var place = folder.Length == 0 ? $"outside of all folders of namespace \"{@namespace}\"" : $"in folder \"{folder}\" of namespace \"{@namespace}\"";
            throw new KreweException(KreweErrorCode.PermissionDenied, $"{caller.Subject} is {Word(held)} {place}; this needs the role {Word(needed)}");
        }
    }

    /// <summary>The same for something that is there: to those who may not even see it, it is not.</summary>
    private void RequireSeen(string? @namespace, string folder, string plural, string name)
    {
        if (caller.RoleAt(@namespace ?? "", folder) < AccessRole.Viewer)
        {
            throw KreweException.NotFound(plural, name);
        }

        Require(@namespace, folder, role);
    }

    /// <summary>For what belongs to a namespace and to no folder of it.</summary>
    private void RequireWhole(string @namespace)
    {
        if (caller.RoleIn(@namespace) is var held && held < role)
        {
            var place = @namespace.Length == 0 ? "all namespaces" : $"the whole of namespace \"{@namespace}\"";
            throw new KreweException(KreweErrorCode.PermissionDenied, $"{caller.Subject} is {Word(held)} in {place}, whatever they are in folders; this needs the role {Word(role)} there");
        }
    }

    /// <summary>New things of those who may make them in one folder only lie there, unless they say otherwise: clients of Argo know no folders.</summary>
    private ObjectMeta Placed(string @namespace, ObjectMeta metadata) =>
        Folders.Of(metadata).Length == 0 && OnlyFolder(@namespace) is { } only ? Folders.Put(metadata, only) : metadata;

    private string? OnlyFolder(string @namespace) =>
        !May(@namespace, "") && Places?.Where(place => place.Namespace is null || place.Namespace == @namespace).Select(place => place.Folder).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    private static string Word(AccessRole held) => held.ToString().ToLowerInvariant();
}
