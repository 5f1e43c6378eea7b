namespace Krewe.Client;

/// <summary>Somebody who asks for changes.</summary>
/// <param name="Name">Name of a token, a user or a part of the engine.</param>
/// <param name="Via">The door: <c>network</c>, <c>process</c> for programs that hold the engine and users of this machine, <c>engine</c> for itself.</param>
public sealed record Actor(string Name, string Via)
{
    /// <summary>Door of those who come over the network.</summary>
    public const string Network = "network";

    /// <summary>Door of programs that hold the engine, and of users of this machine by its socket.</summary>
    public const string Process = "process";

    /// <summary>Door of the engine itself.</summary>
    public const string Engine = "engine";

    /// <summary>The user under whom this process runs.</summary>
    public static Actor User { get; } = new(Environment.UserName, Process);
}
