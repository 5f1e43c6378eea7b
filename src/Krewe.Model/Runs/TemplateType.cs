namespace Krewe.Model.Runs;

/// <summary>What a template does, told by the one type field that is set; names as Argo prints them.</summary>
public enum TemplateType
{
    /// <summary>No type field is set.</summary>
    Unknown = 0,

    /// <summary><c>container</c>.</summary>
    Container,

    /// <summary><c>containerSet</c>.</summary>
    ContainerSet,

    /// <summary><c>steps</c>.</summary>
    Steps,

    /// <summary><c>dag</c>.</summary>
    DAG,

    /// <summary><c>script</c>.</summary>
    Script,

    /// <summary><c>resource</c>.</summary>
    Resource,

    /// <summary><c>data</c>.</summary>
    Data,

    /// <summary><c>suspend</c>.</summary>
    Suspend,

    /// <summary><c>http</c>.</summary>
    HTTP,

    /// <summary><c>plugin</c>.</summary>
    Plugin,

    /// <summary><c>workflow</c>, an addition of Krewe's.</summary>
    Workflow,
}
