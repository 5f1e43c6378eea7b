using System.CommandLine;

namespace Krewe.Cli.Commands.Insights;

/// <summary>Why a run failed, and how the runs of a definition went and differ.</summary>
internal sealed class InsightCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) => [WhyCommand.Build(binder), HistoryCommand.Build(binder), PipelinesCommand.Build(binder), CompareCommand.Build(binder)];
}
