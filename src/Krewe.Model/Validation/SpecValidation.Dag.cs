using Krewe.Model.Validation.Dag;

namespace Krewe.Model.Validation;

internal sealed partial class SpecValidation
{
    private void CheckDag(Template template, TemplateHome home, Scope scope, Place place)
    {
        var tasks = template.Dag!.Tasks ?? [];
        if (CheckNonLeaf(template, place)
            || findings.AddIf(place.At(".dag"), tasks.Count == 0 ? $"templates.{template.Name} must have at least one task" : null))
        {
            return;
        }

        var graph = new DagTaskGraph(tasks);
        var (ordered, error) = DagOrder.Sort(tasks, graph);
        var placeOf = tasks.Select((task, index) => (task, index)).GroupBy(pair => pair.task.Name ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => place.At($".dag.tasks[{group.Last().index}]"), StringComparer.Ordinal);
        if (error is not null)
        {
            findings.Add(place.At(".dag.tasks"), $"templates.{template.Name} sorting failed: {error}");
            return;
        }

        if (NameRules.Check(tasks.Select(task => task.Name), NameRules.FieldName) is { } badName)
        {
            findings.Add(place.At($".dag.tasks[{badName.Index}].name"), $"templates.{template.Name}.tasks{badName.Message}");
            return;
        }

        var called = new Dictionary<string, CalledTemplate>(StringComparer.Ordinal);
        var usesDepends = tasks.Any(task => !string.IsNullOrEmpty(task.Depends));
        foreach (var task in ordered)
        {
            var words = $"templates.{template.Name}.tasks.{task.Name} ";
            var taskPlace = placeOf[task.Name!];
            if (findings.AddIf(taskPlace, MixedDependencies(template, task, usesDepends)))
            {
                return;
            }

            called[task.Name!] = Call(TemplateCall.Of(task), home, ArgumentSource.Anything, taskPlace.Saying(words));
            AddOutputs(called[task.Name!], $"tasks.{task.Name}", scope, IsLoop(task), isAncestor: false);
            findings.AddIf(taskPlace.At(".depends").Saying(words), DagTaskGraph.UnknownResult(task));
            CheckItemConditions(template, task, graph, taskPlace);
        }

        CheckTargets(template, graph, scope, place);
        foreach (var task in ordered)
        {
            CheckTask(template, task, graph, called, home, scope, placeOf[task.Name!]);
        }
    }

    private static string? MixedDependencies(Template template, DagTask task, bool usesDepends)
    {
        var hasList = task.Dependencies is { Count: > 0 };
        if ((usesDepends || hasList) && char.IsAsciiDigit(task.Name![0]))
        {
            return $"templates.{template.Name}.tasks.{task.Name} name cannot begin with a digit when using either 'depends' or 'dependencies'";
        }

        if (usesDepends && hasList)
        {
            return $"templates.{template.Name} cannot use both 'depends' and 'dependencies' in the same DAG template";
        }

        return usesDepends && task.ContinueOn is not null
            ? $"templates.{template.Name} cannot use 'continueOn' when using 'depends'. Instead use 'dep-task.Failed'/'dep-task.Errored'"
            : null;
    }

    private void CheckItemConditions(Template template, DagTask task, DagTaskGraph graph, Place place)
    {
        foreach (var (name, kind) in graph.Dependencies(task.Name!))
        {
            if (kind == DependencyKind.Items && graph.Find(name) is { } other && !IsLoop(other))
            {
                // Argo names the task waited for where one expects the waiting one.
                findings.Add(
                    place.At(".depends"),
                    $"templates.{template.Name}.tasks.{name} dependency '{name}' uses an items-based condition such as .AnySucceeded or .AllFailed but does not contain any items");
            }
        }
    }

    private void CheckTargets(Template template, DagTaskGraph graph, Scope scope, Place place)
    {
        var target = template.Dag!.Target;
        if (string.IsNullOrEmpty(target) || CheckVariables(target, scope, place.At(".dag.target").Saying($"templates.{template.Name}.targets ")))
        {
            return;
        }

        foreach (var name in target.Split(' ').Where(name => !IsVariable(name) && graph.Find(name) is null))
        {
            findings.Add(place.At(".dag.target"), $"templates.{template.Name}.targets: target '{name}' is not defined");
        }
    }

    private void CheckTask(
        Template template, DagTask task, DagTaskGraph graph, Dictionary<string, CalledTemplate> called, TemplateHome home, Scope scope, Place place)
    {
        var before = findings.Count;
        var words = $"templates.{template.Name}.tasks.{task.Name} ";
        if (task.Hooks is not null)
        {
            scope.Add($"tasks.{task.Name}.status");
        }

        AddOutputs(called[task.Name!], $"tasks.{task.Name}", scope, aggregate: false, isAncestor: false);
        var taskScope = scope.Copy();
        var ancestry = graph.Ancestry(task.Name!);
        foreach (var ancestor in ancestry)
        {
            AddOutputs(called[ancestor], $"tasks.{ancestor}", taskScope, IsLoop(graph.Find(ancestor)!), isAncestor: true);
        }

        taskScope.AddRange((task.Inline?.Inputs?.Parameters ?? []).Select(parameter => $"inputs.parameters.{parameter.Name}"));
        if (AddItems(task.WithItems, task.WithParam, task.WithSequence, taskScope) is { } error)
        {
            findings.Add(place.Saying(words), error);
            return;
        }

        CheckVariables(task, ModelJson.Default.DagTask, taskScope, place.Saying(words));
        ArgumentRules.Check(task.Arguments, $"templates.{template.Name}.tasks.{task.Name}.arguments.", place.At(".arguments"), allowEmpty: false, findings);
        CheckArgumentTasks(task.Arguments, ancestry, place.At(".arguments").Saying(words));
        if (findings.Count == before && !called[task.Name!].Failed)
        {
            Call(TemplateCall.Of(task), home, ArgumentSource.Of(task.Arguments), place.Saying(words));
        }
    }

    private void CheckArgumentTasks(Arguments? arguments, IReadOnlyList<string> ancestry, Place place)
    {
        foreach (var parameter in arguments?.Parameters ?? [])
        {
            if (MissingTask(parameter.Value, ancestry) is { } missing)
            {
                findings.Add(place.At(".parameters"), $"missing dependency '{missing}' for parameter '{parameter.Name}'");
            }
        }

        foreach (var artifact in arguments?.Artifacts ?? [])
        {
            if (MissingTask(artifact.From, ancestry) is { } missing)
            {
                findings.Add(place.At(".artifacts"), $"missing dependency '{missing}' for artifact '{artifact.Name}'");
            }
        }
    }

    private static string? MissingTask(string? value, IReadOnlyList<string> ancestry)
    {
        const string Opening = "{{tasks.";
        if (value is null || !value.StartsWith(Opening, StringComparison.Ordinal))
        {
            return null;
        }

        var end = value.IndexOf('.', Opening.Length);
        var name = end < 0 ? value[Opening.Length..] : value[Opening.Length..end];
        return ancestry.Contains(name, StringComparer.Ordinal) ? null : name;
    }

    private static bool IsLoop(DagTask task) => IsLoop(task.WithItems, task.WithParam, task.WithSequence);
}
