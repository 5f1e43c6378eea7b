using Krewe.Model;

namespace Krewe.Cli.Rendering;

/// <summary>A node that is shown, with the lines that lead to it.</summary>
internal sealed record TreeRow(string Prefix, NodeStatus Node);
