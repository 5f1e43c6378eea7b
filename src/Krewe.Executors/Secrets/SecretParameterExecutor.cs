using Krewe.Model;

namespace Krewe.Executors;

/// <summary>Gives the work of an executor the values of secret parameters, and masks them in what comes of it.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="secrets">Where the values are.</param>
public sealed class SecretParameterExecutor(INodeExecutor inner, ISecretValues secrets) : INodeExecutor
{
    /// <inheritdoc/>
    public bool CanExecute(Template template) => inner.CanExecute(template);

    /// <inheritdoc/>
    public Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(observer);
        if (work.Secrets.Count == 0)
        {
            return inner.StartAsync(work, observer, cancellationToken);
        }

        try
        {
            var filled = SecretFilling.Fill(work, secrets.Read);
            return inner.StartAsync(filled, new MaskedReports(observer, filled.Masks), cancellationToken);
        }
        catch (Exception wrong) when (wrong is SecretMissingException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            observer.OnReport(new NodeReport { Id = work.Id, Phase = NodePhase.Error, Message = wrong.Message });
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken) => inner.CancelAsync(id, request, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken) => inner.ReleaseAsync(id, deleteWorkFolder, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteRunAsync(string runUid, CancellationToken cancellationToken) => inner.DeleteRunAsync(runUid, cancellationToken);

    private sealed class MaskedReports(INodeObserver observer, IReadOnlyList<string> secrets) : INodeObserver
    {
        // A URL shows them escaped.
        private readonly SecretMask _mask = new(secrets.Concat(secrets.Select(Uri.EscapeDataString)));

        public void OnReport(NodeReport report) => observer.OnReport(report with { Message = _mask.Mask(report.Message), Outputs = _mask.Mask(report.Outputs) });
    }
}
