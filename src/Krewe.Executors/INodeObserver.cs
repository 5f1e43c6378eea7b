namespace Krewe.Executors;

/// <summary>Takes an executor's reports.</summary>
public interface INodeObserver
{
    /// <summary>Hands over one report. Must return quickly and never throw; may be called from any thread.</summary>
    void OnReport(NodeReport report);
}
