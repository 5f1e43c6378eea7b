using Krewe.Grains;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>The limits that the settings of the engine put on runs at work.</summary>
internal sealed class ConfiguredRunLimits(ControllerConfig config) : IRunLimits
{
    public int? Parallelism => config.Parallelism;

    public int? ParallelismOf(string @namespace) => config.ParallelismOf(@namespace);
}
