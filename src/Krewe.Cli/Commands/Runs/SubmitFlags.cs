using System.CommandLine;
using System.Text.Json;
using Krewe.Cli.Manifests;
using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Documents;

namespace Krewe.Cli.Commands.Runs;

/// <summary>Flags that change a workflow before it starts, as <c>argo submit</c> has them.</summary>
internal sealed class SubmitFlags
{
    private readonly Option<string[]> _parameters = CommonOptions.Parameters("Pass an input parameter; may be repeated");
    private readonly Option<string?> _parameterFile = new("--parameter-file", "-f") { Description = "YAML or JSON file with input parameters", HelpName = "file" };
    private readonly Option<string?> _entrypoint = new("--entrypoint") { Description = "Start at this template", HelpName = "template" };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the run", HelpName = "name" };
    private readonly Option<string?> _generateName = new("--generate-name") { Description = "Start of a generated name", HelpName = "prefix" };
    private readonly Option<string?> _labels = new("--labels", "-l") { Description = "Labels to add (a=b,c=d)", HelpName = "labels" };
    private readonly Option<string?> _annotations = new("--annotations") { Description = "Annotations to add (a=b,c=d)", HelpName = "annotations" };
    private readonly Option<int?> _priority = new("--priority") { Description = "Priority among waiting runs", HelpName = "number" };
    private readonly Option<string?> _serviceAccount = new("--serviceaccount") { Description = "Service account of the run", HelpName = "name" };
    private readonly Option<string?> _requestId = new("--request-id") { Description = "Submitting again with the same id returns the same run", HelpName = "id" };
    private readonly Option<string?> _scheduledTime = new("--scheduled-time") { Description = "Time the run stands for (RFC 3339)", HelpName = "time" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _parameters, _parameterFile, _entrypoint, _name, _generateName, _labels, _annotations, _priority, _serviceAccount, _requestId, _scheduledTime })
        {
            command.Options.Add(option);
        }
    }

    public string? RequestId(Invocation invocation) => invocation.Get(_requestId);

    /// <summary>The options given, or null when none is.</summary>
    public async Task<SubmitOptions?> ReadAsync(Invocation invocation)
    {
        var parameters = new List<string>();
        if (invocation.Get(_parameterFile) is { } file)
        {
            parameters.AddRange(await ReadFileAsync(file, invocation.CancellationToken).ConfigureAwait(false));
        }

        // What stands on the command line comes last and so wins over the file.
        parameters.AddRange(invocation.Get(_parameters) ?? []);
        foreach (var parameter in parameters)
        {
            if (parameter.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"expected parameter of the form: NAME=VALUE. Received: {parameter}");
            }
        }

        var annotations = new[] { invocation.Get(_annotations), invocation.Get(_scheduledTime) is { } time ? $"workflows.argoproj.io/scheduled-time={time}" : null };
        var options = new SubmitOptions
        {
            Name = invocation.Get(_name),
            GenerateName = invocation.Get(_generateName),
            Entrypoint = invocation.Get(_entrypoint),
            Parameters = parameters.Count == 0 ? null : parameters,
            ServiceAccount = invocation.Get(_serviceAccount),
            Labels = invocation.Get(_labels),
            Annotations = annotations.All(part => part is null) ? null : string.Join(',', annotations.Where(part => part is not null)),
            Priority = invocation.Get(_priority),
        };
        return options == new SubmitOptions() ? null : options;
    }

    private static async Task<IEnumerable<string>> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        var read = DocumentReader.Read(text, file, DocumentLimits.Default);
        if (read.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
        {
            throw ManifestLoader.Invalid(read.Diagnostics);
        }

        return read.Documents switch
        {
            [] => [],
            [MapNode map] => map.Entries.Select(entry => $"{entry.Key}={Text(entry.Value)}"),
            _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"{file}: a parameter file is one map of names to values"),
        };
    }

    /// <summary>Strings as they are, anything else as JSON.</summary>
    private static string Text(DocumentNode node)
    {
        if (node is ScalarNode scalar)
        {
            return scalar.Text;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteJson(writer, node);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteJson(Utf8JsonWriter writer, DocumentNode node)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    WriteJson(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    WriteJson(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.String } text:
                writer.WriteStringValue(text.Text);
                break;
            case ScalarNode scalar:
                writer.WriteRawValue(scalar.Text, skipInputValidation: true);
                break;
        }
    }
}
