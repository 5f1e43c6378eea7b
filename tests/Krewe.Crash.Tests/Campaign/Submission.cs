using Krewe.Client;
using Krewe.Model;

namespace Krewe.Crash.Tests.Campaign;

/// <summary>One request to start a run, repeated with the same id until an engine has acknowledged it.</summary>
internal sealed class Submission(RunKind kind, Workflow workflow)
{
    private readonly CreateRunRequest _request = new() { Namespace = Namespaces.Default, Workflow = workflow, RequestId = Guid.NewGuid().ToString("N") };

    public RunKind Kind { get; } = kind;

    /// <summary>The run, once acknowledged.</summary>
    public RunRef? Run { get; private set; }

    /// <summary>Submits, or submits again; false when no engine answered to the end.</summary>
    public async Task<bool> TryAsync(IWorkflowService client)
    {
        try
        {
            var answer = await client.CreateAsync(_request);
            var run = new RunRef(Namespaces.Default, answer.Metadata.Name!, answer.Metadata.Uid);
            Assert.True(Run is null || Run == run, $"{Run} was acknowledged, repeating the request gave {run}");
            Run = run;
            return true;
        }
        catch (KreweException failure) when (failure.Code == KreweErrorCode.Unavailable)
        {
            return false;
        }
    }
}
