using System.Globalization;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>Attempts at one template until one succeeds or the strategy says stop.</summary>
internal sealed class RetryBody(RunWork work, Invocation invocation, RetryStrategy raw) : Body(work, invocation), IInvocationOwner
{
    private RetryStrategy _strategy = new();
    private Invocation? _current;
    private DateTimeOffset? _backoffUntil;
    private int _attempts;

    public override void Start(bool resumed)
    {
        if (!resumed)
        {
            Invocation.Add(NodeType.Retry, NodePhase.Running);
        }

        // The strategy may name inputs; what it names of retries is for its expression alone.
        var template = Render.Lenient(Invocation.WithMarks().Template with { RetryStrategy = raw }, Invocation.InsideScope(), EngineJson.Plain.Template);
        _strategy = template.RetryStrategy ?? raw;
        while (Attempt(_attempts) is not null)
        {
            _attempts++;
        }
    }

    private RunNode? Attempt(int index) => Work.NodeByName(NodeNames.RetryChild(Name, index));

    public override void Advance()
    {
        if (_current is not null)
        {
            return;
        }

        var last = _attempts > 0 ? Attempt(_attempts - 1) : null;
        if (last is { IsFulfilled: false })
        {
            Begin(_attempts - 1);
            return;
        }

        if (last is not null && !AfterAttempt(last))
        {
            return;
        }

        Begin(_attempts++);
    }

    public void InvocationChanged(Invocation invocation)
    {
    }

    public void InvocationDone(Invocation invocation)
    {
        _current = null;
        Work.Enqueue(Invocation);
    }

    private void Begin(int index)
    {
        var variables = Variables(index > 0 ? Attempt(index - 1) : null, index, unknownExitCode: "0");
        _current = new Invocation(Work, this, Invocation.Plan with
        {
            NodeName = NodeNames.RetryChild(Name, index),
            NodeId = null,
            Parents = [Id],
            Hooked = false,
            DisplayName = Invocation.Plan.DisplayName is null ? null : NodeNames.RetryChild(Invocation.Plan.DisplayName, index),
            Attempt = new AttemptPlan(Invocation.Template! with { RetryStrategy = null }, Invocation.Inner, Invocation.Inputs, variables, MaxDurationEnd(), AvoidHosts()),
        });
        Work.Enqueue(_current);
    }

    // True: another attempt is due now.
    private bool AfterAttempt(RunNode last)
    {
        if (!last.FailedOrError)
        {
            End(last, last.Phase == NodePhase.Skipped ? NodePhase.Succeeded : last.Phase, last.Daemoned ? null : "");
            return false;
        }

        if (Work.HaltMessage(Invocation.Plan.OnExit) is not null)
        {
            End(last, last.Phase, Work.StoppedMessage ?? $"retry exceeded workflow deadline {GoTime.Text(Work.RunDeadline!.Value)}");
            return false;
        }

        if (!PassBackoff(last))
        {
            return false;
        }

        if (!PolicyAllows(last))
        {
            End(last, last.Phase, last.Message);
            return false;
        }

        if (Limit() is { } limit && _attempts > limit)
        {
            End(last, last.Phase, "No more retries left");
            return false;
        }

        if (_strategy.Expression is { Length: > 0 } expression && !Expr.Bool(expression, new TagScope(Boxed(Variables(last, _attempts - 1, unknownExitCode: "-1")), Invocation.InsideScope())))
        {
            End(last, last.Phase, "retryStrategy.expression evaluated to false");
            return false;
        }

        return true;
    }

    private void End(RunNode last, string phase, string? message) => Work.Emit(new NodeChanged
    {
        Id = Id,
        Phase = phase,
        Message = message,
        FinishedAt = Work.Now,
        Outputs = last.Outputs,
        Daemoned = last.Daemoned ? true : null,
        PodIP = last.PodIP,
    });

    private bool PassBackoff(RunNode last)
    {
        if (_strategy.Backoff is not { } backoff)
        {
            return true;
        }

        var end = MaxDurationEnd();
        if (end is { } deadline && Work.Now > deadline)
        {
            End(last, last.Phase, "Max duration limit exceeded");
            return false;
        }

        if (string.IsNullOrEmpty(backoff.Duration))
        {
            throw new UserErrorException("no base duration specified for retryStrategy");
        }

        var wait = BackoffTime(backoff);
        var until = (last.FinishedAt ?? Work.Now) + wait;
        if (end is { } latest && until > latest)
        {
            End(last, last.Phase, "Backoff would exceed max duration limit");
            return false;
        }

        // Argo waits only where a limit is set, and not before it says that none is left.
        if (Work.Now < until && Limit() is { } limit && _attempts <= limit)
        {
            if (_backoffUntil != until)
            {
                _backoffUntil = until;
                Work.WakeAt(Invocation, until);
                Work.Emit(new NodeChanged { Id = Id, Message = $"Backoff for {GoTime.Humanize(wait)}" });
            }

            return false;
        }

        if (!string.IsNullOrEmpty(Node.Message))
        {
            Work.Emit(new NodeChanged { Id = Id, Message = "" });
        }

        return true;
    }

    private TimeSpan BackoffTime(Backoff backoff)
    {
        var seconds = GoTime.Parse(backoff.Duration!).TotalSeconds;
        if (backoff.Factor?.AsInt() is { } factor and > 0)
        {
            seconds *= Math.Pow(factor, _attempts - 1);
        }

        if (backoff.Cap is { Length: > 0 } cap)
        {
            seconds = Math.Min(seconds, GoTime.Parse(cap).TotalSeconds);
        }

        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(3650).TotalSeconds));
    }

    private DateTimeOffset? MaxDurationEnd() => _strategy.Backoff?.MaxDuration is { Length: > 0 } max && Attempt(0)?.StartedAt is { } started
        ? started + GoTime.Parse(max)
        : null;

    private int? Limit()
    {
        if (_strategy.Limit is not { } limit || limit.Text.Length == 0)
        {
            return null;
        }

        return limit.AsInt() ?? throw new UserErrorException($"retryStrategy.limit \"{limit.Text}\" is not a whole number");
    }

    private bool PolicyAllows(RunNode last)
    {
        var policy = _strategy.RetryPolicy is { Length: > 0 } given ? given : _strategy.Expression is { Length: > 0 } ? "Always" : "OnFailure";
        return policy switch
        {
            "Always" => true,
            "OnError" => last.Phase == NodePhase.Error,
            "OnTransientError" => TransientErrors.Matches(last.Message, State.Config.TransientErrorPattern),
            "OnFailure" => last.Phase == NodePhase.Failed,
            _ => throw new UserErrorException($"{policy} is not a valid RetryPolicy"),
        };
    }

    // Argo knows an unknown exit code as 0 in the template and as -1 in the expression.
    private static Dictionary<string, string> Variables(RunNode? last, int index, string unknownExitCode) => new()
    {
        ["retries"] = index.ToString(CultureInfo.InvariantCulture),
        ["lastRetry.exitCode"] = last is null ? "0" : last.Outputs?.ExitCode is { Length: > 0 } code ? code : unknownExitCode,
        ["lastRetry.status"] = last?.Phase ?? "",
        ["lastRetry.duration"] = last is { FinishedAt: { } end, StartedAt: { } start } ? ((long)(end - start).TotalSeconds).ToString(CultureInfo.InvariantCulture) : "0",
        ["lastRetry.message"] = last?.Message ?? "",
    };

    private static Dictionary<string, object?> Boxed(Dictionary<string, string> variables) => variables.ToDictionary(v => v.Key, v => (object?)v.Value);

    private IReadOnlyList<string> AvoidHosts() => _strategy.Affinity?.NodeAntiAffinity is null
        ? []
        : Enumerable.Range(0, _attempts).Select(i => Attempt(i)?.HostNodeName).OfType<string>().Distinct().ToList();
}
