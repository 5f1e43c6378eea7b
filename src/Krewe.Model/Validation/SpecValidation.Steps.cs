using System.Globalization;
using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private bool CheckNonLeaf(Template template, Place place) =>
        findings.AddIf(place.At(".activeDeadlineSeconds"), template.ActiveDeadlineSeconds is null ? null : $"templates.{template.Name}.activeDeadlineSeconds is only valid for leaf templates")
        | CheckPodFields(template, place);

    private void CheckSteps(Template template, TemplateHome home, Scope scope, Place place)
    {
        if (CheckNonLeaf(template, place))
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var groups = template.Steps ?? [];
        for (var group = 0; group < groups.Count; group++)
        {
            var words = $"templates.{template.Name}.steps[{group.ToString(CultureInfo.InvariantCulture)}]";
            for (var i = 0; i < groups[group].Count; i++)
            {
                var step = groups[group][i];
                var stepPlace = place.At($".steps[{group}][{i}]");
                if (!findings.AddIf(stepPlace.At(".name"), StepName(step, words, names)))
                {
                    CheckStep(template, step, words, home, scope, stepPlace);
                }
            }
        }
    }

    private static string? StepName(WorkflowStep step, string words, HashSet<string> names)
    {
        if (string.IsNullOrEmpty(step.Name))
        {
            return $"{words}.name is required";
        }

        if (!names.Add(step.Name))
        {
            return $"{words}.name '{step.Name}' is not unique";
        }

        return NameRules.FieldName(step.Name) is { } reason ? $"{words}.name '{step.Name}' is invalid: {reason}" : null;
    }

    private void CheckStep(Template template, WorkflowStep step, string groupWords, TemplateHome home, Scope scope, Place place)
    {
        var before = findings.Count;
        var words = $"{groupWords}.{step.Name}";
        var prefix = $"steps.{step.Name}";
        scope.Add($"{prefix}.status");
        if (AddItems(step.WithItems, step.WithParam, step.WithSequence, scope) is { } error)
        {
            findings.Add(place, $"{words} {error}");
        }

        ArgumentRules.Check(step.Arguments, $"{words}.arguments.", place.At(".arguments"), allowEmpty: false, findings);
        var call = TemplateCall.Of(step);
        var called = Call(call, home, ArgumentSource.Anything, place.Saying($"{words} "));
        if (HasExitHook(step.OnExit, step.Hooks))
        {
            AddOutputs(called, prefix, scope, aggregate: false, isAncestor: false);
        }

        CheckHooks(step.Hooks, words, place.At(".hooks"));
        var stepScope = scope.Copy();
        stepScope.AddRange((step.Inline?.Inputs?.Parameters ?? []).Select(parameter => $"inputs.parameters.{parameter.Name}"));
        CheckVariables(step, ModelJson.Default.WorkflowStep, stepScope, place.Saying($"templates.{template.Name}.steps "));

        AddOutputs(called, prefix, scope, IsLoop(step.WithItems, step.WithParam, step.WithSequence), isAncestor: false);
        if (findings.Count == before)
        {
            Call(call, home, ArgumentSource.Of(step.Arguments), place.Saying($"{words} "));
        }
    }

    private static bool HasExitHook(string? onExit, IReadOnlyDictionary<string, LifecycleHook>? hooks) =>
        !string.IsNullOrEmpty(onExit) || hooks?.ContainsKey(NodeNames.ExitHook) == true;
}
