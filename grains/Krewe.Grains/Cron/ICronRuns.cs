using Krewe.Model;

namespace Krewe.Grains;

/// <summary>What a cron workflow needs of the door that all runs come through.</summary>
public interface ICronRuns
{
    /// <summary>What is wrong with the definition, judged with the templates that are stored now; null when nothing is.</summary>
    Task<string?> ProblemAsync(CronWorkflow cron);

    /// <summary>Starts the run of a slot. Asked a second time it answers with the run that is there.</summary>
    Task<CronStart> StartAsync(CronWorkflow cron, string name, DateTimeOffset slot);

    /// <summary>Terminates a run; one that is over or gone is left alone.</summary>
    Task TerminateAsync(string uid);

    /// <summary>Deletes a run; one that is gone is left alone.</summary>
    Task DeleteAsync(string uid);
}
