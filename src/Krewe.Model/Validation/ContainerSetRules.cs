using Krewe.Model.Runs;

namespace Krewe.Model.Validation;

/// <summary>Checks a container set: names, mounts, and who waits for whom.</summary>
internal static class ContainerSetRules
{
    public static string? Check(Template template, ContainerSetTemplate set)
    {
        if (Structure(set) is { } problem)
        {
            return $"templates.{template.Name}.containerSet.{problem}";
        }

        var exchanges = template.Inputs?.Artifacts is { Count: > 0 } || template.Outputs?.Parameters is { Count: > 0 } || template.Outputs?.Artifacts is { Count: > 0 };
        return exchanges && !TemplateTypes.HasContainer(set, "main")
            ? $"templates.{template.Name}.containerSet.containers must have a container named \"main\" for input or output"
            : null;
    }

    private static string? Structure(ContainerSetTemplate set)
    {
        var containers = set.Containers ?? [];
        if (containers.Count == 0)
        {
            return "containers must have at least one container";
        }

        if (NameRules.Check(containers.Select(container => container.Name), Name) is { } badName)
        {
            return $"containers{badName.Message}";
        }

        var mounted = new Dictionary<string, string?>(StringComparer.Ordinal);
        var mounts = set.VolumeMounts ?? [];
        for (var i = 0; i < mounts.Count; i++)
        {
            if (!mounted.TryAdd(mounts[i].MountPath ?? "", mounts[i].Name))
            {
                return $"volumeMounts[{i}].mountPath '{mounts[i].MountPath}' already mounted in volumeMounts.{mounted[mounts[i].MountPath ?? ""]}";
            }
        }

        var waits = containers.ToDictionary(container => container.Name!, container => container.Dependencies ?? [], StringComparer.Ordinal);
        foreach (var container in containers)
        {
            if ((container.Dependencies ?? []).FirstOrDefault(name => !waits.ContainsKey(name)) is { } unknown)
            {
                return $"containers.{container.Name} dependency '{unknown}' not defined";
            }
        }

        return Cycle(waits);
    }

    // Argo's own containers share the pod.
    private static string? Name(string name) =>
        name is "init" or "wait" or "supervisor" ? $"'{name}' is reserved" : NameRules.FieldName(name);

    private static string? Cycle(Dictionary<string, IReadOnlyList<string>> waits)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        return waits.Keys.Order(StringComparer.Ordinal).Select(name => Follow(name, [])).FirstOrDefault(found => found is not null);

        string? Follow(string name, List<string> path)
        {
            if (path.Contains(name, StringComparer.Ordinal))
            {
                return $"containers dependency cycle detected: {string.Join("->", path)}->{name}";
            }

            if (!done.Contains(name))
            {
                path.Add(name);
                if (waits[name].Select(next => Follow(next, path)).FirstOrDefault(found => found is not null) is { } cycle)
                {
                    return cycle;
                }

                path.RemoveAt(path.Count - 1);
                done.Add(name);
            }

            return null;
        }
    }
}
