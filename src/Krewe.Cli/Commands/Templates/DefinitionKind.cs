using Krewe.Client;

namespace Krewe.Cli.Commands.Templates;

/// <summary>A kind and its name.</summary>
internal sealed record DefinitionKind(ResourceKind Kind, string Name);
