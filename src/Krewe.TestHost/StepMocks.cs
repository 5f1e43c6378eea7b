using System.Collections.Concurrent;

namespace Krewe.TestHost;

/// <summary>What the steps of a test come to, by the name of their template.</summary>
internal sealed class StepMocks
{
    private readonly Dictionary<string, Func<StepCall, StepOutcome>> _byTemplate = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public Func<StepCall, StepOutcome>? Otherwise { get; set; }

    public void Set(string template, Func<StepCall, StepOutcome> step) => _byTemplate[template] = step;

    public int NextIndex(string template) => _calls.AddOrUpdate(template, 0, (_, index) => index + 1);

    public Func<StepCall, StepOutcome>? For(string template) => _byTemplate.GetValueOrDefault(template);
}
