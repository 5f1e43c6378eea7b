namespace Krewe.Executors.Http.Plugins;

/// <summary>A plugin cannot be started, or does not answer as the protocol says.</summary>
internal sealed class PluginFault(string message, Exception? inner = null) : Exception(message, inner);
