namespace Krewe.Client;

/// <summary>One that holds a lock or waits for it.</summary>
public sealed record LockUser
{
    /// <summary><c>ns/workflow</c> or <c>ns/workflow/nodeID</c>.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Place among the holders or in line, from 1.</summary>
    public int Position { get; init; }

    /// <summary>Priority of the workflow.</summary>
    public int Priority { get; init; }

    /// <summary>Since when it holds or waits.</summary>
    public DateTimeOffset Since { get; init; }
}
