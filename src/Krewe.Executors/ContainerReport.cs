using Krewe.Model;

namespace Krewe.Executors;

/// <summary>State of one container of a container set.</summary>
/// <param name="Phase">One of <see cref="NodePhase"/>.</param>
/// <param name="ExitCode">Exit code, once it has ended.</param>
/// <param name="Message">Why, when it did not succeed.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ContainerReport(string Phase, int? ExitCode, string? Message, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);
