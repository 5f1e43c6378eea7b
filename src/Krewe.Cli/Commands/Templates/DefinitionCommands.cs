using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Templates;

/// <summary><c>template</c>, <c>cluster-template</c> and <c>cron</c>: the same commands for each kind.</summary>
internal sealed class DefinitionCommands : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder)
    {
        var template = Group("template", "WorkflowTemplates: definitions of a namespace", new DefinitionKind(ResourceKind.WorkflowTemplate, "WorkflowTemplate"), binder);
        var cluster = Group("cluster-template", "ClusterWorkflowTemplates: definitions for all namespaces", new DefinitionKind(ResourceKind.ClusterWorkflowTemplate, "ClusterWorkflowTemplate"), binder);
        var cron = Group("cron", "CronWorkflows: definitions with a schedule", new DefinitionKind(ResourceKind.CronWorkflow, "CronWorkflow"), binder);
        cron.Subcommands.Add(CronSwitch.Build(binder, "suspend", "Suspend cron workflows", suspended: true));
        cron.Subcommands.Add(CronSwitch.Build(binder, "resume", "Resume cron workflows", suspended: false));
        cron.Subcommands.Add(CronSlots.Build(binder));
        cron.Subcommands.Add(CronBackfill.Build(binder));
        cluster.Aliases.Add("cwft");
        return [template, cluster, cron];
    }

    private static Command Group(string name, string description, DefinitionKind kind, CommandBinder binder) => new(name, description)
    {
        WriteDefinition.Build(binder, name, kind, isNew: true),
        WriteDefinition.Build(binder, name, kind, isNew: false),
        ReadDefinition.Get(binder, name, kind),
        ReadDefinition.List(binder, name, kind),
        ReadDefinition.Delete(binder, name, kind),
        Manifests.LintCommand.Build(binder, kind.Name, name),
    };
}
