namespace Krewe.Client;

/// <summary>A file that is to be an argument of runs of a template.</summary>
/// <param name="Namespace">Namespace of the template.</param>
/// <param name="WorkflowTemplate">Name of the template.</param>
/// <param name="ArtifactName">Name of the artifact among the template's arguments.</param>
/// <param name="FileName">What the sender calls the file; becomes the end of the key.</param>
public sealed record ArtifactUpload(string Namespace, string WorkflowTemplate, string ArtifactName, string FileName);
