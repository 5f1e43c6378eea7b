using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Krewe.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Krewe.Api;

/// <summary>Sessions of those who signed in: begun, kept fresh, ended.</summary>
/// <remarks>
/// A session lies in its cookie. When what the provider said is old, the first request that notices asks the provider again and the
/// others of that session wait for the answer, since a refresh token may be good for one use only. What came of it is
/// remembered, because requests with the older cookie, and programs that hold the older token, are still to come.
/// </remarks>
internal sealed class SsoSessions(GatewayOptions options, SessionTokens tokens, SsoProvider provider, EndedSessions ended)
{
    private const int SweepAbove = 1000;
    // A provider whose tokens last no time at all is not asked with every request.
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(5);

    private readonly SsoOptions _sso = options.Sso!;

    // The newest of a session that was refreshed here; one without a user was ended.
    private readonly ConcurrentDictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>Makes a session for somebody who has just signed in, and gives it to their browser.</summary>
    /// <exception cref="KreweException">They may do nothing here.</exception>
    public async Task BeginAsync(HttpContext context, ClaimsPrincipal signedIn, AuthenticationProperties ticket)
    {
        var user = await provider.IdentityOfAsync(signedIn.Claims, ticket.GetTokenValue("access_token"), context.RequestAborted).ConfigureAwait(false);
        if (SsoRules.GrantsOf(_sso.Rules, user).Count == 0)
        {
            var groups = user.Groups.Count == 0 ? "none; is the scope that makes the provider tell them among sso.scopes?" : string.Join(", ", user.Groups);
            throw new KreweException(KreweErrorCode.PermissionDenied, $"{user.Email ?? user.Subject} has signed in, but no rule of sso.rbac.rules allows anything; groups: {groups}");
        }

        var now = options.Time.GetUtcNow();
        var refresh = ticket.GetTokenValue("refresh_token");
        var lifetime = DateTimeOffset.TryParse(ticket.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var end) ? end - now : (TimeSpan?)null;
        var session = new SsoSession
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            User = user,
            ExpiresAt = now + _sso.SessionExpiry,
            RefreshToken = refresh is { Length: > 0 } ? refresh : null,
            RefreshAt = refresh is { Length: > 0 } ? now + AtLeast(lifetime) : null,
        };
        SessionCookies.Write(context, tokens.Write(session), session.ExpiresAt, options);
    }

    /// <summary>Who a token belongs to; null when it is not valid, or no longer.</summary>
    public async Task<Caller?> CallerOfAsync(HttpContext context, string token, bool isCookie)
    {
        var given = tokens.Read(token);
        var session = given is null ? null : await CurrentAsync(given, context.RequestAborted).ConfigureAwait(false);
        if (isCookie && !context.Response.HasStarted)
        {
            if (session is null)
            {
                SessionCookies.Delete(context, options);
            }
            else if (session.Version != given!.Version)
            {
                SessionCookies.Write(context, tokens.Write(session), session.ExpiresAt, options);
            }
        }

        return session is null ? null : Caller.Of(session.User, SsoRules.GrantsOf(_sso.Rules, session.User));
    }

    /// <summary>Ends the session of a token, at all servers that take it.</summary>
    /// <exception cref="KreweException">The others cannot be told.</exception>
    public void End(string token)
    {
        if (tokens.Read(token) is { } session)
        {
            StateOf(session).End();
            ended.End(session);
        }
    }

    private async Task<SsoSession?> CurrentAsync(SsoSession given, CancellationToken cancellationToken)
    {
        var now = options.Time.GetUtcNow();
        if (now >= given.ExpiresAt || !_sso.Issuers.Contains(given.User.Issuer, StringComparer.Ordinal) || ended.Contains(given))
        {
            return null;
        }

        if (!_states.TryGetValue(given.Id, out var state))
        {
            if (given.RefreshAt is not { } due || now < due)
            {
                return given;
            }

            state = StateOf(given);
        }

        return await state.CurrentAsync(given, now, AskAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The session as the provider sees it now; null when it refuses.</summary>
    private async Task<SsoSession?> AskAsync(SsoSession session)
    {
        var now = options.Time.GetUtcNow();
        try
        {
            // Not ended by the request that happens to ask: the others need the answer too.
            return await provider.RefreshAsync(session, CancellationToken.None).ConfigureAwait(false) is { } refreshed
                ? session with { Version = session.Version + 1, User = refreshed.User, RefreshToken = refreshed.RefreshToken, RefreshAt = now + AtLeast(refreshed.Lifetime) }
                : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or InvalidOperationException or JsonException or KreweException { Code: KreweErrorCode.Unavailable })
        {
            // The provider has a bad moment: nobody is thrown out for that, and it is asked again soon.
            return session with { RefreshAt = now + RetryPeriod };
        }
        catch (SecurityTokenException)
        {
            return null;
        }
    }

    private State StateOf(SsoSession session)
    {
        if (_states.Count > SweepAbove)
        {
            var now = options.Time.GetUtcNow();
            foreach (var (id, _) in _states.Where(entry => entry.Value.ExpiresAt <= now))
            {
                _states.TryRemove(id, out _);
            }
        }

        return _states.GetOrAdd(session.Id, _ => new State(session));
    }

    private static TimeSpan AtLeast(TimeSpan? lifetime) => (lifetime ?? UsualLifetime) is var given && given > ShortestLifetime ? given : ShortestLifetime;

    /// <summary>The newest version of one session.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "Nobody asks the semaphore for a handle, which is all that there would be to dispose of.")]
    private sealed class State(SsoSession first)
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private volatile SsoSession? _newest = first;

        public DateTimeOffset ExpiresAt { get; } = first.ExpiresAt;

        public void End() => _newest = null;

        public async Task<SsoSession?> CurrentAsync(SsoSession given, DateTimeOffset now, Func<SsoSession, Task<SsoSession?>> ask, CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (_newest is { } known && known.Version < given.Version)
                {
                    // Refreshed by another server, or before this one started.
                    Interlocked.CompareExchange(ref _newest, given, known);
                }

                if (_newest is { RefreshAt: { } due } old && now >= due)
                {
                    // Ended meanwhile stays ended.
                    Interlocked.CompareExchange(ref _newest, await ask(old).ConfigureAwait(false), old);
                }

                return _newest;
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
