namespace Krewe.Client;

/// <summary>What an engine inside this process logs, to standard error.</summary>
/// <param name="Level">Least severe message: <c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>, as Argo names them.</param>
/// <param name="IsJson">Whether each message is one line of JSON with its values as fields; else a line of text.</param>
public sealed record EngineLog(string Level, bool IsJson);
