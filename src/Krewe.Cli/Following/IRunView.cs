using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunView : IAsyncDisposable
{
    void Update(Workflow workflow);
}
