using System.Globalization;
using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private void CheckLeaf(Template template, TemplateHome home, Scope scope, Place place)
    {
        var withoutChild = template.Workflow is null ? template : template with { Workflow = template.Workflow with { Spec = null } };
        if (CheckVariables(withoutChild, ModelJson.Default.Template, scope, place.Saying($"templates.{template.Name}: ")))
        {
            return;
        }

        var words = $"templates.{template.Name}";
        CheckPodFields(template, place);
        CheckContainer(template, home, words, place);
        if (template.ContainerSet is { } set)
        {
            findings.AddIf(place.At(".containerSet"), ContainerSetRules.Check(template, set));
        }

        if (template.Resource is { } resource)
        {
            findings.AddIf(place.At(".resource"), ResourceRules.Check(template, resource));
        }

        if (template.Workflow is { } call)
        {
            CheckWorkflowCall(template, call, place);
        }

        if (template.Script is { } script && string.IsNullOrEmpty(script.Image) && !HasDefaultImage(home, home.Spec.TemplateDefaults?.Script?.Image))
        {
            findings.Add(place.At(".script"), $"{words}.script.image may not be empty");
        }

        findings.AddIf(place.At(".activeDeadlineSeconds"), Deadline(template.ActiveDeadlineSeconds, words));
        findings.AddIf(place.At(".parallelism"), template.Parallelism is null ? null : $"{words}.parallelism is only valid for steps and dag templates");
    }

    private void CheckContainer(Template template, TemplateHome home, string words, Place place)
    {
        if (template.Container is not { } container)
        {
            return;
        }

        // Two things mounted at one path would hide each other.
        var mounted = new Dictionary<string, string>(StringComparer.Ordinal);
        var mounts = container.VolumeMounts ?? [];
        for (var i = 0; i < mounts.Count; i++)
        {
            if (!mounted.TryAdd(mounts[i].MountPath ?? "", $"container.volumeMounts.{mounts[i].Name}"))
            {
                findings.Add(place.At($".container.volumeMounts[{i}]"), $"{words}.container.volumeMounts[{i}].mountPath '{mounts[i].MountPath}' already mounted in {mounted[mounts[i].MountPath ?? ""]}");
            }
        }

        var artifacts = template.Inputs?.Artifacts ?? [];
        for (var i = 0; i < artifacts.Count; i++)
        {
            if (!mounted.TryAdd(artifacts[i].Path ?? "", $"inputs.artifacts.{artifacts[i].Name}"))
            {
                findings.Add(place.At($".inputs.artifacts[{i}]"), $"{words}.inputs.artifacts[{i}].path '{artifacts[i].Path}' already mounted in {mounted[artifacts[i].Path ?? ""]}");
            }
        }

        if (string.IsNullOrEmpty(container.Image) && !HasDefaultImage(home, home.Spec.TemplateDefaults?.Container?.Image))
        {
            findings.Add(place.At(".container"), $"{words}.container.image may not be empty");
        }
    }

    private static bool HasDefaultImage(TemplateHome home, string? image) => home.HasDefaults && !string.IsNullOrEmpty(image);

    private static string? Deadline(IntOrString? deadline, string words)
    {
        if (deadline is null || Placeholders.Is(deadline.Text))
        {
            return null;
        }

        var isVariable = deadline.Text.StartsWith("{{", StringComparison.Ordinal) && deadline.Text.EndsWith("}}", StringComparison.Ordinal);
        var isNumber = long.TryParse(deadline.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds);
        return isVariable || (isNumber && seconds >= 0) ? null : $"{words}.activeDeadlineSeconds must be a positive integer > 0 or an argo variable";
    }

    /// <summary>Fields of the pod: only on templates that make one, and of the kinds that a pod takes.</summary>
    private bool CheckPodFields(Template template, Place place)
    {
        var words = $"templates.{template.Name}";
        if (TemplateTypes.IsPod(template))
        {
            return findings.AddIf(place.At(".podResources"), PodResourceRules.Check(template.PodResources, $"{words}.podResources"));
        }

        var type = TemplateTypes.TypeOf(template);
        return findings.AddIf(place.At(".podResources"), template.PodResources is null ? null : $"{words}.podResources is not supported for {type} templates")
            | findings.AddIf(place.At(".resourceClaims"), template.ResourceClaims is not { Count: > 0 } ? null : $"{words}.resourceClaims is not supported for {type} templates");
    }
}
