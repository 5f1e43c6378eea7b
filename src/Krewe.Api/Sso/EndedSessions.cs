using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Client;

namespace Krewe.Api;

/// <summary>Sessions whose users signed out, for all servers that take the session and for those that start later.</summary>
/// <remarks>
/// They lie beside the keys: whoever can read a session by these keys can see that it was ended. One empty file each, whose name
/// says until when it is of use; after that the session is over by itself, and the file is removed at one of the next sign-outs.
/// </remarks>
internal sealed class EndedSessions(GatewayOptions options)
{
    /// <summary>For so long another server may go on taking a session that was ended.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private const int ForgetAbove = 10_000;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.CreateDirectory(FolderIn(options.Sso!.KeyFolder)).FullName;
    private readonly Lock _sweep = new();

    // When the files have to be looked at again; for an ended session: when it is over anyway.
    private readonly ConcurrentDictionary<string, (bool IsEnded, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    public static string FolderIn(string keyFolder) => Path.Combine(keyFolder, "ended-sessions");

    /// <summary>Ends a session. Done when all servers will know.</summary>
    /// <exception cref="KreweException">It cannot be kept: only this server knows, until it is restarted.</exception>
    public void End(SsoSession session)
    {
        Remember(session, isEnded: true, session.ExpiresAt);
        try
        {
            using (File.Create(PathOf(session)))
            {
                // The name says it all.
            }

            Sweep();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KreweException(KreweErrorCode.Unavailable, $"the folder {_folder} cannot be written, by which other servers learn that you signed out; try again: {refused.Message}", refused);
        }
    }

    /// <summary>Whether a session was ended, here or, some seconds ago, at another server.</summary>
    /// <exception cref="KreweException">It cannot be known, so that nobody may come in.</exception>
    public bool Contains(SsoSession session)
    {
        var now = options.Time.GetUtcNow();
        if (_known.TryGetValue(session.Id, out var known) && now < known.Until)
        {
            return known.IsEnded;
        }

        var isEnded = File.Exists(PathOf(session));
        if (!isEnded && !Directory.Exists(_folder))
        {
            throw new KreweException(KreweErrorCode.Unavailable, $"the folder {_folder} cannot be read, which says what sessions were ended");
        }

        Remember(session, isEnded, isEnded ? session.ExpiresAt : now + Delay);
        return isEnded;
    }

    private void Remember(SsoSession session, bool isEnded, DateTimeOffset until)
    {
        if (_known.Count > ForgetAbove)
        {
            _known.Clear();
        }

        // A look at the files that began before the end must not hide it.
        _known.AddOrUpdate(session.Id, (isEnded, until), (_, known) => known.IsEnded ? known : (isEnded, until));
    }

    private void Sweep()
    {
        var now = options.Time.GetUtcNow();
        lock (_sweep)
        {
            if (now < _nextSweep)
            {
                return;
            }

            _nextSweep = now + BetweenSweeps;
        }

        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            // A second later than its name says, which has no fractions.
            var end = Path.GetFileName(file).AsSpan();
            end = end[..Math.Max(0, end.IndexOf('-'))];
            if (long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < now.ToUnixTimeSeconds())
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(SsoSession session) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{session.ExpiresAt.ToUnixTimeSeconds()}-{session.Id}"));
}
