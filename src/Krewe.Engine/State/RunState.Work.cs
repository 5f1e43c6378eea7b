namespace Krewe.Engine;

public sealed partial class RunState
{
    /// <summary>The cache of the engine; null until the engine has looked at the run.</summary>
    internal RunWork? Work { get; set; }
}
