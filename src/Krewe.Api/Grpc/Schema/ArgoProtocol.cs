using Google.Protobuf.Reflection;
using Krewe.Api.ProtoOptions;

namespace Krewe.Api;

/// <summary>Argo's gRPC protocol as the files under <c>Protos</c> describe it.</summary>
internal sealed class ArgoProtocol
{
    private const string Resource = "argo.protodescription";

    private readonly Dictionary<string, MessageShape> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumShape> _enumerations = new(StringComparer.Ordinal);

    private ArgoProtocol(FileDescriptorSet files)
    {
        var described = new List<(MessageShape Shape, DescriptorProto Description)>();
        foreach (var file in files.File.Where(file => file.Package != "krewe"))
        {
            foreach (var description in file.MessageType)
            {
                Collect("." + file.Package, description, described);
            }

            foreach (var description in file.EnumType)
            {
                _enumerations[$".{file.Package}.{description.Name}"] = new EnumShape(description);
            }
        }

        foreach (var (shape, description) in described)
        {
            shape.Fill(description.Field.Select(Describe));
        }

        Operations = [.. from file in files.File
                         from service in file.Service
                         from method in service.Method
                         select Describe($"{file.Package}.{service.Name}", method)];
    }

    /// <summary>Every method of every service.</summary>
    public IReadOnlyList<OperationShape> Operations { get; }

    /// <summary>Every message type that is not the entry of a map.</summary>
    public IEnumerable<MessageShape> Messages => _messages.Values.Where(message => !message.IsMapEntry);

    /// <summary>Reads the description that is built into this assembly.</summary>
    public static ArgoProtocol Load()
    {
        using var stream = typeof(ArgoProtocol).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"the resource {Resource} is not in the assembly");
        var parser = FileDescriptorSet.Parser.WithExtensionRegistry([OptionsExtensions.Form, OptionsExtensions.Inline, OptionsExtensions.Rest, OptionsExtensions.Body]);
        return new ArgoProtocol(parser.ParseFrom(stream));
    }

    /// <summary>A message type by its name with package.</summary>
    public MessageShape Message(string name) => _messages["." + name];

    private void Collect(string scope, DescriptorProto description, List<(MessageShape Shape, DescriptorProto Description)> described)
    {
        var name = $"{scope}.{description.Name}";
        var shape = new MessageShape
        {
            Name = name[1..],
            Form = description.Options?.GetExtension(OptionsExtensions.Form) ?? JsonForm.Object,
            IsMapEntry = description.Options?.MapEntry ?? false,
        };
        _messages.Add(name, shape);
        described.Add((shape, description));
        foreach (var nested in description.NestedType)
        {
            Collect(name, nested, described);
        }
    }

    private FieldShape Describe(FieldDescriptorProto description) => new()
    {
        Number = description.Number,
        JsonName = description.JsonName,
        Type = description.Type,
        IsRepeated = description.Label == FieldDescriptorProto.Types.Label.Repeated,
        HasPresence = description.Proto3Optional,
        IsInline = description.Options?.GetExtension(OptionsExtensions.Inline) ?? false,
        Message = description.Type == FieldDescriptorProto.Types.Type.Message ? _messages[description.TypeName] : null,
        Enumeration = description.Type == FieldDescriptorProto.Types.Type.Enum ? _enumerations[description.TypeName] : null,
    };

    private OperationShape Describe(string service, MethodDescriptorProto method)
    {
        var rest = method.Options.GetExtension(OptionsExtensions.Rest).Split(' ', 2);
        var body = method.Options.GetExtension(OptionsExtensions.Body);
        return new OperationShape(
            service, method.Name, _messages[method.InputType], _messages[method.OutputType], method.ServerStreaming, rest[0], rest[1], body.Length == 0 ? null : body);
    }
}
