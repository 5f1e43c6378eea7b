namespace Krewe.Cli.Engine;

/// <summary>Whether an engine started inside a command is offered to other commands while it lives.</summary>
internal enum EngineSharing
{
    /// <summary>No: the command is over in a moment.</summary>
    None,

    /// <summary>After a second, if the command still runs then.</summary>
    Soon,

    /// <summary>Before anything else.</summary>
    Now,
}
