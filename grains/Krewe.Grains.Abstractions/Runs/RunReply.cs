using Krewe.Model;

namespace Krewe.Grains;

/// <summary>Answer of a run.</summary>
[GenerateSerializer, Immutable, Alias("krewe.RunReply")]
public sealed record RunReply
{
    /// <summary>What became of the request.</summary>
    [Id(0)]
    public required RunReplyStatus Status { get; init; }

    /// <summary>Why a command was refused; null when it was accepted.</summary>
    [Id(1)]
    public string? Reason { get; init; }

    /// <summary>Uid of the run in the way (<see cref="RunReplyStatus.NameTaken"/>, <see cref="RunReplyStatus.Duplicate"/>).</summary>
    [Id(2)]
    public string? ExistingUid { get; init; }

    /// <summary>The run after the request, when there is one.</summary>
    [Id(3)]
    public Workflow? Workflow { get; init; }

    /// <summary>Number of the last commit that <see cref="Workflow"/> contains.</summary>
    [Id(4)]
    public long Version { get; init; }
}
