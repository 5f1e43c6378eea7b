using Krewe.Client;

namespace Krewe.Cli.Servers;

/// <summary>Whom a command talks to.</summary>
/// <param name="Server">A server; null for the engine of the data folder.</param>
/// <param name="Namespace">The namespace that comes with the context; null when it names none.</param>
internal sealed record ServerChoice(ServerAddress? Server, string? Namespace = null)
{
    public static ServerChoice Here { get; } = new((ServerAddress?)null);
}
