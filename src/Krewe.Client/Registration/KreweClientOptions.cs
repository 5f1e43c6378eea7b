namespace Krewe.Client;

/// <summary>Which running engine a client talks to: one of <see cref="DataFolder"/> and <see cref="Server"/>.</summary>
public sealed class KreweClientOptions
{
    /// <summary>Data folder of an engine on this machine (<c>krewe server</c>); it is reached over the folder's socket.</summary>
    public string? DataFolder { get; set; }

    /// <summary>A server (<c>krewe server --port</c>), and how to come in.</summary>
    public ServerAddress? Server { get; set; }

    /// <summary>Lets the server's token go over plain HTTP to other machines. Default: no.</summary>
    public bool AllowInsecureToken { get; set; }
}
