namespace Krewe.Model.Runs;

/// <summary>Outputs of nodes that their <c>globalName</c> makes outputs of the workflow; the last writer wins.</summary>
public static class GlobalOutputs
{
    /// <summary>The workflow's outputs with those of the parameters that have a global name.</summary>
    public static Outputs? Add(Outputs? outputs, IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters.Where(parameter => !string.IsNullOrEmpty(parameter.GlobalName)))
        {
            var known = (outputs?.Parameters ?? []).ToList();
            var at = known.FindIndex(global => global.Name == parameter.GlobalName);
            if (at < 0)
            {
                known.Add(new Parameter { Name = parameter.GlobalName, Value = parameter.Value });
            }
            else
            {
                known[at] = known[at] with { Value = parameter.Value ?? known[at].Value };
            }

            outputs = (outputs ?? new Outputs()) with { Parameters = known };
        }

        return outputs;
    }
}
