using Krewe.Model;

namespace Krewe.Crash.Tests.Triggers;

/// <summary>Lives and deaths of one server to which events are sent.</summary>
internal sealed class TriggerCampaign(EngineProcess engine, Random random)
{
    public const string Namespace = "triggers";

    /// <summary>About as long as a server takes to listen: kills on the way up fall into this time.</summary>
    private TimeSpan _wayUp = TimeSpan.FromSeconds(1);

    private readonly List<SentEvent> _events = [];

    public IReadOnlyList<SentEvent> Events => _events;

    public int KilledOnTheWayUp { get; private set; }

    /// <summary>Kills after which the next server found an event that was received and had started nothing; at least so many.</summary>
    public int KilledBetween { get; private set; }

    /// <summary>Events whose answer was cut off; a repetition told whether they were stored.</summary>
    public int Unanswered { get; private set; }

    /// <summary>A template whose runs end at once, and the bindings; then the first kill.</summary>
    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        await WriteAsync("""
            kind: WorkflowTemplate
            metadata: {name: consumer}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: n}]}
              templates:
                - name: main
                  steps: [[{name: never, template: main, when: "false"}]]
            """, cancellationToken);
        await WriteAsync(Binding("any", "true"), cancellationToken);
        await WriteAsync(Binding("both", "discriminator == 'both'"), cancellationToken);
        await WriteAsync(Binding("broken", "discriminator == 'broken' && payload.missing.deeper == 1"), cancellationToken);
        await engine.KillAsync();
    }

    /// <summary>A binding that starts the template with the event's number.</summary>
    public static string Binding(string name, string selector) => $$"""
        kind: WorkflowEventBinding
        metadata: {name: "{{name}}"}
        spec:
          event: {selector: "{{selector}}" }
          submit:
            workflowTemplateRef: {name: consumer}
            arguments:
              parameters:
                - name: n
                  valueFrom: {event: payload.n}
        """;

    public static ArgoResource Read(string yaml) => ManifestReader.Strict.Read("apiVersion: argoproj.io/v1alpha1\n" + yaml).Resources.Single().Argo!;

    /// <summary>One life of the server, ended at a random moment: on its way up, amid receipts, or right after an answer.</summary>
    public async Task LiveAndDieAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        engine.Launch();
        if (random.Next(8) == 0)
        {
            KilledOnTheWayUp++;
            await MomentAsync(_wayUp * random.NextDouble(), cancellationToken);
            await engine.KillAsync();
            return;
        }

        var server = await engine.ListeningAsync(cancellationToken);
        _wayUp = TimeProvider.System.GetElapsedTime(since);
        var sending = Batch().Select(sent => sent.TryAsync(server)).ToList();
        switch (random.Next(3))
        {
            case 0:
                // Right after the first answer: its bindings can hardly have been tried.
                await Task.WhenAny(sending);
                break;
            case 1:
                await MomentAsync(TimeSpan.FromMilliseconds(random.Next(40)), cancellationToken);
                break;
            default:
                // While bindings are tried, runs start and what came of it is written.
                await Task.WhenAll(sending);
                await MomentAsync(TimeSpan.FromMilliseconds(random.Next(600)), cancellationToken);
                break;
        }

        await engine.KillAsync();
        Unanswered += (await Task.WhenAll(sending)).Count(answered => !answered);
        KilledBetween += await StartedNothingAsync(cancellationToken) ? 1 : 0;
    }

    /// <summary>Sends everything again, answered or not.</summary>
    public async Task RepeatAllAsync(CancellationToken cancellationToken)
    {
        var server = await engine.ListeningAsync(cancellationToken);
        foreach (var sent in _events)
        {
            Assert.True(await sent.TryAsync(server), engine.Said);
        }
    }

    /// <summary>New ones, some that had no answer, and now and then one that had.</summary>
    private List<SentEvent> Batch()
    {
        var again = _events.Where(sent => sent.Stored is null || random.Next(20) == 0).OrderBy(_ => random.Next()).Take(2).ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var sent = new SentEvent(_events.Count, SentEvent.Discriminators[random.Next(SentEvent.Discriminators.Length)]);
            _events.Add(sent);
            again.Add(sent);
        }

        return again;
    }

    /// <summary>Whether the store holds an event that was received and not tried. It is read before a server can try it.</summary>
    private Task<bool> StartedNothingAsync(CancellationToken cancellationToken) => TriggerStore.HasPendingAsync(engine.Data, cancellationToken);

    private async Task WriteAsync(string yaml, CancellationToken cancellationToken) => await engine.Client.CreateResourceAsync(Namespace, Read(yaml), cancellationToken);

    // Not a wait for something: the random moment of the kill itself.
    private static Task MomentAsync(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, cancellationToken);
}
