using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>Shows nothing.</summary>
internal sealed class QuietView : IRunView
{
    public void Update(Workflow workflow)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
