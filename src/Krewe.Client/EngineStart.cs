namespace Krewe.Client;

/// <summary>What an engine inside this process is started with.</summary>
public sealed record EngineStart
{
    /// <summary>Its data.</summary>
    public required DataFolder Data { get; init; }

    /// <summary>How steps run unless a run says otherwise.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>Whether it starts the runs of cron workflows: one that stays up does.</summary>
    public bool RunSchedules { get; init; }

    /// <summary>The PostgreSQL database that keeps the runs; null: a file in the data folder.</summary>
    public EngineDatabase? Database { get; init; }

    /// <summary>How the engine shares the work with others on the database; null: it is alone.</summary>
    public EngineSilo? Silo { get; init; }

    /// <summary>What it logs; null: nothing.</summary>
    public EngineLog? Log { get; init; }

    /// <summary>Writes a message for the user; never called for routine matters.</summary>
    public Action<string> Notice { get; init; } = static _ => { };
}
