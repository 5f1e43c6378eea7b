namespace Krewe.Model.Validation;

/// <summary>Checks the resources of a whole pod, of which Kubernetes takes fewer kinds than of a container's.</summary>
internal static class PodResourceRules
{
    public static string? Check(ResourceRequirements? resources, string words)
    {
        if (resources is null)
        {
            return null;
        }

        if (resources.Claims is { Count: > 0 })
        {
            return $"{words}.claims is not supported";
        }

        var names = (resources.Limits?.Keys ?? []).Concat(resources.Requests?.Keys ?? []);
        return names.FirstOrDefault(name => name is not ("cpu" or "memory") && !name.StartsWith("hugepages-", StringComparison.Ordinal)) is { } unknown
            ? $"{words}: \"{unknown}\" is not a valid pod-level resource"
            : null;
    }
}
