namespace Krewe.Client;

/// <summary>Writes the tags by which templates refer to values: <c>{{…}}</c>.</summary>
public static class Tags
{
    /// <summary>The element of a loop.</summary>
    public const string Item = "{{item}}";

    /// <summary>A field of the element of a loop.</summary>
    public static string ItemField(string field) => $"{{{{item.{field}}}}}";

    /// <summary>A parameter of the workflow.</summary>
    public static string Workflow(string parameter) => $"{{{{workflow.parameters.{parameter}}}}}";

    /// <summary>An input parameter of the template.</summary>
    public static string Input(string parameter) => $"{{{{inputs.parameters.{parameter}}}}}";

    /// <summary>The path of an input artifact of the template.</summary>
    public static string InputPath(string artifact) => $"{{{{inputs.artifacts.{artifact}.path}}}}";

    /// <summary>An output parameter of a step before.</summary>
    public static string StepOutput(string step, string parameter) => $"{{{{steps.{step}.outputs.parameters.{parameter}}}}}";

    /// <summary>The result of a step before: what a script wrote, the body of a request, what a task gave.</summary>
    public static string StepResult(string step) => $"{{{{steps.{step}.outputs.result}}}}";

    /// <summary>An output artifact of a step before.</summary>
    public static string StepArtifact(string step, string artifact) => $"{{{{steps.{step}.outputs.artifacts.{artifact}}}}}";

    /// <summary>An output parameter of a task of the graph.</summary>
    public static string TaskOutput(string task, string parameter) => $"{{{{tasks.{task}.outputs.parameters.{parameter}}}}}";

    /// <summary>The result of a task of the graph.</summary>
    public static string TaskResult(string task) => $"{{{{tasks.{task}.outputs.result}}}}";

    /// <summary>An output artifact of a task of the graph.</summary>
    public static string TaskArtifact(string task, string artifact) => $"{{{{tasks.{task}.outputs.artifacts.{artifact}}}}}";

    /// <summary>An expression.</summary>
    public static string Expression(string text) => $"{{{{={text}}}}}";
}
