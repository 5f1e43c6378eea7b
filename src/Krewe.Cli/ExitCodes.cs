namespace Krewe.Cli;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The run failed, or the command did.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
