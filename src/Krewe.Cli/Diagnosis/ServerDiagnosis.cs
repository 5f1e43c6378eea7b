using System.Runtime.CompilerServices;
using Krewe.Client;

namespace Krewe.Cli.Diagnosis;

/// <summary>Asks a server how it is, as any client may.</summary>
/// <param name="service">The server.</param>
/// <param name="where">The server in words.</param>
/// <param name="ownVersion">Version of this program, as servers write theirs.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class ServerDiagnosis(IWorkflowService service, string where, string ownVersion, TimeProvider time)
{
    private const string Server = "server";
    private const string Webhooks = "webhooks";
    private const int Most = 100;

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var own = time.GetUtcNow();
        var (health, unreachable) = await AskAsync(() => service.GetHealthAsync(cancellationToken)).ConfigureAwait(false);
        var took = time.GetElapsedTime(asked);
        if (health is null)
        {
            yield return Finding.Failed(Server, unreachable!.Message, "check address, port, scheme (http or https) and firewall, and that the server is up");
            yield break;
        }

        yield return Readiness(health);
        yield return ClockSkew.Judge("server clock", "the server", health.Time, own + (took / 2), took);
        var (version, refused) = await AskAsync(() => service.GetVersionAsync(cancellationToken)).ConfigureAwait(false);
        if (version is null)
        {
            yield return Finding.Failed("token", refused!.Message, "give a token that is valid (--token, $ARGO_TOKEN, krewe context set); an administrator makes one with krewe auth create");
            yield break;
        }

        yield return Finding.Good("token", "the server lets this client in");
        yield return version.Version == ownVersion
            ? Finding.Good("version", $"the server and this program are {ownVersion}")
            : Finding.Warning("version", $"the server is {version.Version}, this program is {ownVersion}", "use the same version for both: what is new in one the other may not know");
        yield return await WebhooksAsync(cancellationToken).ConfigureAwait(false);
    }

    private Finding Readiness(HealthReport health)
    {
        var wrong = health.Checks.Where(check => !check.Ok).ToList();
        return health.Ok
            ? Finding.Good(Server, $"{where} is up and can be given work ({string.Join(", ", health.Checks.Select(check => check.Name))})")
            : Finding.Failed(Server, $"{where} is up but can be given no work: {string.Join("; ", wrong.Select(check => $"{check.Name}: {check.Message}"))}", "look into the log of the server; with --postgres this command checks its database as well");
    }

    private async Task<Finding> WebhooksAsync(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var state in (EventDeliveryState[])[EventDeliveryState.Failed, EventDeliveryState.Unmatched])
        {
            var (page, refused) = await AskAsync(() => service.ListDeliveriesAsync(new ListDeliveriesQuery { State = state, Limit = Most }, cancellationToken)).ConfigureAwait(false);
            if (page is null)
            {
                return Finding.Skipped(Webhooks, refused!.Code == KreweErrorCode.PermissionDenied ? "this token may not see all deliveries of events" : refused.Message);
            }

            if (page.Items.Count > 0)
            {
                found.Add($"{page.Items.Count}{(page.Continue is null ? "" : " or more")} {(state == EventDeliveryState.Failed ? "failed" : "matched no binding")} (the latest in namespace {page.Items[0].Namespace})");
            }
        }

        return found.Count == 0
            ? Finding.Good(Webhooks, "no delivery of an event that is kept has failed or matched nothing")
            : Finding.Warning(Webhooks, $"of the deliveries of events that are kept, {string.Join(", and ", found)}", "GET /api/krewe/v1/event-deliveries?state=Failed (or Unmatched) says why each; mend the binding, then replay the delivery");
    }

    private static async Task<(T? Answer, KreweException? Refusal)> AskAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return (await ask().ConfigureAwait(false), null);
        }
        catch (KreweException refused)
        {
            return (null, refused);
        }
    }
}
