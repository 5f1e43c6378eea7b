namespace Krewe.Storage;

/// <summary>A pipeline that has had a run.</summary>
/// <param name="Key">Its name.</param>
/// <param name="LastNumber">The number of its newest run, which may have been deleted since; numbers begin at 1.</param>
public sealed record PipelineRow(PipelineKey Key, long LastNumber);
