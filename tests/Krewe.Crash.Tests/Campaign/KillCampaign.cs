namespace Krewe.Crash.Tests.Campaign;

/// <summary>Lives and deaths of one engine, with work for it.</summary>
internal sealed class KillCampaign(EngineProcess engine, Random random)
{
    /// <summary>About as long as an engine takes from its start to its socket: kills on the way up fall into this time.</summary>
    private TimeSpan _wayUp = TimeSpan.FromSeconds(1);

    private readonly List<Submission> _submissions = [];

    public IReadOnlyList<Submission> Submissions => _submissions;

    public int KilledOnTheWayUp { get; private set; }

    /// <summary>How many kills found at least one step running.</summary>
    public int KilledAmongSteps { get; private set; }

    /// <summary>One run of each kind, so that a broken workflow shows before anything is killed, and the supervisor is up.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in RunKinds.All)
        {
            await SubmitAsync(kind);
        }

        foreach (var submission in _submissions)
        {
            var run = await RunCheck.EndAsync(engine.Client, submission.Run!, cancellationToken);
            await RunCheck.HoldsAsync(run, engine.Ledger, submission.Kind.Phase, submission.Kind.Steps);
        }

        await engine.KillAsync();
    }

    /// <summary>One life of the engine, ended at a random moment: on its way up, amid a submission, or at work.</summary>
    public async Task LiveAndDieAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        engine.Launch();
        if (random.Next(4) == 0)
        {
            KilledOnTheWayUp++;
            await MomentAsync(_wayUp * random.NextDouble(), cancellationToken);
            await KillAsync();
            return;
        }

        await engine.ReadyAsync(cancellationToken);
        _wayUp = TimeProvider.System.GetElapsedTime(since);
        var before = Started();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            await SubmitAsync(RunKinds.All[random.Next(RunKinds.All.Count)]);
        }

        if (random.Next(3) == 0)
        {
            // The answer may or may not come: either way the same request is repeated later.
            var unsure = Add(RunKinds.All[random.Next(RunKinds.All.Count)]);
            var sending = unsure.TryAsync(engine.Client);
            await MomentAsync(TimeSpan.FromMilliseconds(random.Next(30)), cancellationToken);
            await KillAsync();
            await sending;
            return;
        }

        // Every workflow has at least two steps, so as many start for certain.
        var steps = before + random.Next(3);
        await Poll.UntilAsync(() => Started() >= steps, cancellationToken);
        await MomentAsync(TimeSpan.FromMilliseconds(random.Next(300)), cancellationToken);
        await KillAsync();
    }

    /// <summary>Repeats every request, answered or not: it must be the same run.</summary>
    public async Task AcknowledgeAllAsync(CancellationToken cancellationToken)
    {
        foreach (var submission in _submissions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Assert.True(await submission.TryAsync(engine.Client), engine.Said);
        }
    }

    private int Started() => engine.Ledger.Read().Count(entry => entry.What == "start");

    private Submission Add(RunKind kind)
    {
        var submission = new Submission(kind, Scripts.Read(kind.Yaml, engine));
        _submissions.Add(submission);
        return submission;
    }

    private async Task SubmitAsync(RunKind kind) => Assert.True(await Add(kind).TryAsync(engine.Client), engine.Said);

    private async Task KillAsync()
    {
        await engine.KillAsync();
        var entries = engine.Ledger.Read();
        if (entries.Count(entry => entry.What == "start") > entries.Count(entry => entry.What == "end"))
        {
            KilledAmongSteps++;
        }
    }

    // Not a wait for something: the random moment of the kill itself.
    private static Task MomentAsync(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, cancellationToken);
}
