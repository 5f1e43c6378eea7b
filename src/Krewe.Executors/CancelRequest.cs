namespace Krewe.Executors;

/// <summary>How to end running work.</summary>
/// <param name="Reason">Told to the user, such as <c>Stopped with strategy 'Terminate'</c>.</param>
/// <param name="Grace">Time between SIGTERM and SIGKILL; null: the pod's <c>terminationGracePeriodSeconds</c>, 30 s by default.</param>
public sealed record CancelRequest(string Reason, TimeSpan? Grace = null);
