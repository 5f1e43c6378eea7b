namespace Krewe.Model.Shapes;

/// <summary>Fields of Argo v3 that v4 removed, with what stands for them.</summary>
internal static class RemovedFields
{
    /// <summary>What to say of a field of a type, or null when it never was one.</summary>
    public static string? Advice(string type, string field) => (type, field) switch
    {
        (nameof(WorkflowSpec), "podPriority") => "use \"podPriorityClassName\"",
        (nameof(Synchronization), "mutex") => "use the list \"mutexes\"",
        (nameof(Synchronization), "semaphore") => "use the list \"semaphores\"",
        (nameof(CronWorkflowSpec), "schedule") => "use the list \"schedules\"",
        _ => null,
    };
}
