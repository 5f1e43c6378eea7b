using System.Reflection;
using System.Runtime.InteropServices;
using Krewe.Client;

namespace Krewe.Hosting;

/// <summary>What this build is.</summary>
internal static class ProductInfo
{
    public static VersionInfo Version { get; } = new()
    {
        Version = "v" + (typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"),
        GitCommit = typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } text && text.IndexOf('+', StringComparison.Ordinal) is > 0 and var at ? text[(at + 1)..] : "",
        GoVersion = RuntimeInformation.FrameworkDescription,
        Compiler = "roslyn",
        Platform = RuntimeInformation.RuntimeIdentifier,
    };
}
