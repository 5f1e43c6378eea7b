using System.Globalization;
using Krewe.Client;
using Krewe.Engine.Cron;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Runs of cron workflows come through the same door as all others.</summary>
internal sealed class CronRuns(WorkflowService workflows, RunAdmission admission, IRunQueries queries) : ICronRuns
{
    public async Task<string?> ProblemAsync(CronWorkflow cron)
    {
        try
        {
            await admission.AdmitResourceAsync(cron.Metadata.Namespace!, cron, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (KreweException invalid) when (invalid.Code == KreweErrorCode.InvalidArgument)
        {
            return invalid.Message;
        }
    }

    public async Task<CronStart> StartAsync(CronWorkflow cron, string name, DateTimeOffset slot)
    {
        var workflow = SubmitSources.ToWorkflow(cron);
        var annotations = new Dictionary<string, string>(workflow.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [CronNames.ScheduledTimeAnnotation] = slot.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        var request = new CreateRunRequest
        {
            Namespace = cron.Metadata.Namespace!,
            Workflow = workflow with { Metadata = workflow.Metadata with { Name = name, GenerateName = null, Annotations = annotations } },
        };
        try
        {
            var run = await workflows.CreateAsync(request).ConfigureAwait(false);
            return new CronStart(run.Metadata.Uid, long.Parse(run.Metadata.ResourceVersion ?? "0", CultureInfo.InvariantCulture), null);
        }
        catch (KreweException taken) when (taken.Code == KreweErrorCode.AlreadyExists)
        {
            var row = await queries.GetByNameAsync(cron.Metadata.Namespace!, name).ConfigureAwait(false);
            return row is not null && row.CronWorkflow == cron.Metadata.Name ? new CronStart(row.Uid, row.ChangeNumber, null) : new CronStart(null, 0, taken.Message);
        }
        catch (KreweException refused)
        {
            return new CronStart(null, 0, refused.Message);
        }
    }

    public Task TerminateAsync(string uid) => IfThereAsync(() => workflows.TerminateAsync(new RunRef("", uid, uid)));

    public Task DeleteAsync(string uid) => IfThereAsync(() => workflows.DeleteAsync(new RunRef("", uid, uid), new DeleteOptions()));

    private static async Task IfThereAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (KreweException gone) when (gone.Code is KreweErrorCode.NotFound or KreweErrorCode.FailedPrecondition)
        {
            // It ended or was deleted in between, which is as good.
        }
    }
}
