namespace Krewe.Model.Runs;

/// <summary>Questions about a template's type. Where several type fields are set, Argo's precedence decides.</summary>
public static class TemplateTypes
{
    private const string MainContainer = "main";

    /// <summary>The template's type.</summary>
    public static TemplateType TypeOf(Template template) => template switch
    {
        { Container: not null } => TemplateType.Container,
        { ContainerSet: not null } => TemplateType.ContainerSet,
        { Steps: not null } => TemplateType.Steps,
        { Dag: not null } => TemplateType.DAG,
        { Script: not null } => TemplateType.Script,
        { Resource: not null } => TemplateType.Resource,
        { Data: not null } => TemplateType.Data,
        { Suspend: not null } => TemplateType.Suspend,
        { Http: not null } => TemplateType.HTTP,
        { Plugin: not null } => TemplateType.Plugin,
        { Workflow: not null } => TemplateType.Workflow,
        _ => TemplateType.Unknown,
    };

    /// <summary>How many type fields are set; a valid template has one.</summary>
    public static int Count(Template template) => new object?[]
    {
        template.Container, template.ContainerSet, template.Steps, template.Script, template.Resource,
        template.Dag, template.Suspend, template.Data, template.Http, template.Plugin, template.Workflow,
    }.Count(type => type is not null);

    /// <summary>Whether the template does work itself and calls no others (a suspend template does neither).</summary>
    public static bool IsLeaf(Template template) => IsPod(template) || TypeOf(template) is TemplateType.HTTP or TemplateType.Plugin or TemplateType.Workflow;

    /// <summary>Whether artifacts of the template are files at a path; those of steps, DAGs and child workflows are handed on as they are.</summary>
    public static bool HasFiles(Template template) => IsLeaf(template) && TypeOf(template) != TemplateType.Workflow;

    /// <summary>Whether a pod runs the template.</summary>
    public static bool IsPod(Template template) => TypeOf(template) is TemplateType.Container or TemplateType.ContainerSet
        or TemplateType.Script or TemplateType.Resource or TemplateType.Data;

    /// <summary>Whether the template has a result and an exit code.</summary>
    public static bool HasOutput(Template template) =>
        template.Container is not null || template.Script is not null || template.Data is not null || template.Http is not null
        || template.Plugin is not null || HasContainer(template.ContainerSet, MainContainer);

    /// <summary>Whether a container set has a container of that name.</summary>
    public static bool HasContainer(ContainerSetTemplate? set, string name) => set?.Containers?.Any(container => container.Name == name) == true;

    /// <summary>Type of the node that a call of the template becomes; empty for a template without a type.</summary>
    public static string NodeTypeOf(Template template) => template.RetryStrategy is not null
        ? NodeType.Retry
        : TypeOf(template) switch
        {
            TemplateType.Steps => NodeType.Steps,
            TemplateType.DAG => NodeType.Dag,
            TemplateType.Suspend => NodeType.Suspend,
            TemplateType.HTTP => NodeType.Http,
            TemplateType.Plugin => NodeType.Plugin,
            TemplateType.Workflow => NodeType.Workflow,
            TemplateType.Unknown => "",
            _ => NodeType.Pod,
        };
}
