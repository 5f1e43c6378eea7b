using Krewe.Model.Documents;

namespace Krewe.Model.Conversion;

/// <summary>One pass over a resource; collects what it changed.</summary>
internal sealed class LegacyRewriter
{
    public List<Diagnostic> Changes { get; } = [];

    public MapNode Resource(MapNode map) => Replace(Replace(map, "spec", "", Spec), "status", "", Status);

    public MapNode Cron(MapNode map) => Replace(map, "spec", "", (spec, path) =>
        Replace(Schedules(spec, path), "workflowSpec", path, Spec));

    private DocumentNode Status(MapNode status, string path) =>
        Replace(Replace(status, "storedWorkflowTemplateSpec", path, Spec), "storedTemplates", path, Templates);

    private DocumentNode Templates(MapNode templates, string path) =>
        Map(templates, path, (template, templatePath) => template is MapNode map ? Template(map, templatePath) : template);

    private DocumentNode Spec(MapNode spec, string path)
    {
        if (spec.Entry("podPriority") is { } priority)
        {
            Changed(priority, path, "removed \"podPriority\", which Argo v4 does not have; set \"podPriorityClassName\" where the priority matters");
            spec = new MapNode(spec.Location, [.. spec.Entries.Where(entry => entry.Key != "podPriority")]);
        }

        spec = Replace(spec, "synchronization", path, Synchronization);
        spec = Replace(spec, "templateDefaults", path, Template);
        return ReplaceItems(spec, "templates", path, Template);
    }

    private DocumentNode Template(MapNode template, string path)
    {
        template = Replace(template, "synchronization", path, Synchronization);
        template = Replace(template, "dag", path, (dag, dagPath) => ReplaceItems(dag, "tasks", dagPath, Task));
        if (template["steps"] is not ListNode groups)
        {
            return template;
        }

        var stepsPath = DocumentPath.Append(path, "steps");
        return With(template, "steps", Items(groups, stepsPath, (group, groupPath) =>
            group is ListNode steps ? Items(steps, groupPath, (step, stepPath) => step is MapNode map ? Task(map, stepPath) : step) : group));
    }

    private DocumentNode Task(MapNode task, string path) => Replace(task, "inline", path, Template);

    private DocumentNode Synchronization(MapNode sync, string path) =>
        ToList(ToList(sync, "mutex", "mutexes", path), "semaphore", "semaphores", path);

    private MapNode Schedules(MapNode spec, string path) => ToList(spec, "schedule", "schedules", path);

    /// <summary>Moves a single value to the end of the list that replaced it.</summary>
    private MapNode ToList(MapNode map, string singular, string plural, string path)
    {
        if (map.Entry(singular) is not { } entry)
        {
            return map;
        }

        Changed(entry, path, $"moved \"{singular}\" to the list \"{plural}\"");
        var isEmpty = entry.Value is ScalarNode { Kind: ScalarKind.Null } or ScalarNode { Text: "" };
        var present = map[plural] is ListNode list ? list.Items : [];
        var merged = new MapEntry(plural, entry.KeyLocation, new ListNode(entry.Value.Location, isEmpty ? present : [.. present, entry.Value]));
        var rest = map.Entries.Where(other => other.Key != plural);
        return new MapNode(map.Location, [.. isEmpty && present.Count == 0
            ? rest.Where(other => other.Key != singular)
            : rest.Select(other => other.Key == singular ? merged : other)]);
    }

    private void Changed(MapEntry entry, string path, string what) => Changes.Add(new Diagnostic(
        Severity.Warning, DiagnosticCode.RemovedField, what, entry.KeyLocation, DocumentPath.Append(path, entry.Key)));

    private static MapNode Replace(MapNode map, string key, string path, Func<MapNode, string, DocumentNode> rewrite) =>
        map[key] is MapNode value ? With(map, key, rewrite(value, DocumentPath.Append(path, key))) : map;

    private static MapNode ReplaceItems(MapNode map, string key, string path, Func<MapNode, string, DocumentNode> rewrite) =>
        map[key] is ListNode list
            ? With(map, key, Items(list, DocumentPath.Append(path, key), (item, itemPath) => item is MapNode value ? rewrite(value, itemPath) : item))
            : map;

    private static ListNode Items(ListNode list, string path, Func<DocumentNode, string, DocumentNode> rewrite) =>
        new(list.Location, [.. list.Items.Select((item, i) => rewrite(item, DocumentPath.Append(path, i)))]);

    private static MapNode Map(MapNode map, string path, Func<DocumentNode, string, DocumentNode> rewrite) =>
        new(map.Location, [.. map.Entries.Select(entry => entry with { Value = rewrite(entry.Value, DocumentPath.Append(path, entry.Key)) })]);

    private static MapNode With(MapNode map, string key, DocumentNode value) =>
        new(map.Location, [.. map.Entries.Select(entry => entry.Key == key ? entry with { Value = value } : entry)]);
}
