namespace Krewe.Grains;

/// <summary>What became of a request to a run.</summary>
[GenerateSerializer, Alias("krewe.RunReplyStatus")]
public enum RunReplyStatus
{
    /// <summary>Done and durable.</summary>
    Accepted,

    /// <summary>Refused for the reason given; nothing changed.</summary>
    Rejected,

    /// <summary>No such run.</summary>
    NotFound,

    /// <summary>Another live run of the namespace has the name.</summary>
    NameTaken,

    /// <summary>The same client request made a run before.</summary>
    Duplicate,
}
