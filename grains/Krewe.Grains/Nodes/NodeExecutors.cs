using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Grains;

/// <summary>The executors of this silo.</summary>
public sealed class NodeExecutors(IEnumerable<INodeExecutor> executors)
{
    /// <summary>All of them, in order of preference.</summary>
    public IReadOnlyList<INodeExecutor> All { get; } = [.. executors];

    /// <summary>The first that does the work of such a template, or null.</summary>
    public INodeExecutor? For(Template template) => All.FirstOrDefault(executor => executor.CanExecute(template));

    /// <summary>Why nobody does the work of a template.</summary>
    public static string Explain(Template template)
    {
        var type = TemplateTypes.TypeOf(template).ToString().ToLowerInvariant();
        return $"no executor of this engine runs {type} templates (template '{template.Name}')";
    }
}
