namespace Krewe.Exec.Protocol;

/// <summary>A line from the supervisor to the engine, or of a journal.</summary>
public sealed record ExecEvent
{
    /// <summary>One of the constants below.</summary>
    public required string Op { get; set; }

    /// <summary>The step meant.</summary>
    public string? Id { get; set; }

    /// <summary>For <see cref="Started"/>: when, in Unix microseconds.</summary>
    public long At { get; set; }

    /// <summary>For <see cref="Started"/>: where on the host the folder <see cref="ExecFiles.Shared"/> of the step lies, if it has one.</summary>
    public string? Shared { get; set; }

    /// <summary>For <see cref="Exited"/>.</summary>
    public StepExit? Exit { get; set; }

    /// <summary>For <see cref="Hello"/>: names this supervisor process.</summary>
    public string? Instance { get; set; }

    /// <summary>For <see cref="Hello"/>: whether steps can have a private view.</summary>
    public bool PrivateViews { get; set; }

    /// <summary>For <see cref="Hello"/>: whether the kernel ends all steps when the supervisor dies.</summary>
    public bool OwnsProcesses { get; set; }

    /// <summary>For <see cref="Hello"/>: whether memory and CPU limits hold.</summary>
    public bool Limits { get; set; }

    /// <summary>For <see cref="Hello"/>: whether steps can use the supervisor's lanes.</summary>
    public bool Lanes { get; set; }

    /// <summary>For <see cref="Hello"/>: steps that run, or whose end nobody has taken yet.</summary>
    public IReadOnlyList<string>? Steps { get; set; }

    /// <summary>First line of every connection.</summary>
    public const string Hello = "hello";

    /// <summary>The process runs.</summary>
    public const string Started = "started";

    /// <summary>The process has ended, or could not be started.</summary>
    public const string Exited = "exited";
}
