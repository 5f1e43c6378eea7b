using Krewe.Model.Submission;

namespace Krewe.Model.Runs;

/// <summary>Output parameters that a user supplies.</summary>
internal static class SuppliedOutputs
{
    public static Changed<Outputs> Set(Outputs? outputs, IReadOnlyDictionary<string, string> values)
    {
        if (outputs is null)
        {
            return new(null, "cannot set output parameters because node is not expecting any raw parameters");
        }

        var parameters = (outputs.Parameters ?? []).ToList();
        foreach (var (name, value) in values)
        {
            var at = parameters.FindIndex(parameter => parameter.Name == name);
            if (at < 0)
            {
                return new(null, $"node is not expecting output parameter '{name}'");
            }

            if (parameters[at].ValueFrom?.Supplied is null)
            {
                return new(null, $"cannot set output parameter '{name}' because it does not use valueFrom.raw or it was already set");
            }

            parameters[at] = parameters[at] with { Value = value, ValueFrom = null };
        }

        return new(outputs with { Parameters = parameters }, null);
    }
}
