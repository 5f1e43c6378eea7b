using System.Reflection;
using Krewe.Grains;
using OpenTelemetry.Resources;

namespace Krewe.Telemetry;

/// <summary>Who sends: the server by its name among the others, one that is alone by that of its machine.</summary>
internal sealed class EngineResource(ClusterHosts hosts) : IResourceDetector
{
    public Resource Detect() => new(
    [
        new("service.name", "krewe"),
        new("service.version", typeof(EngineResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"),
        new("service.instance.id", hosts.Own ?? Environment.MachineName),
    ]);
}
