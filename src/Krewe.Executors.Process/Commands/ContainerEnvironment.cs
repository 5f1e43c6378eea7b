using System.Text;
using System.Text.RegularExpressions;
using Krewe.Artifacts;
using Krewe.Model;

namespace Krewe.Executors.Process.Commands;

/// <summary>Builds a container's environment as Kubernetes does.</summary>
internal sealed partial class ContainerEnvironment(NodeWork work, ISecretReader secrets, IReadOnlyDictionary<string, string> baseEnvironment)
{
    private readonly Dictionary<string, string> _values = new(baseEnvironment, StringComparer.Ordinal);
    private readonly List<string> _masks = [];

    /// <summary>Values of secrets that the environment carries.</summary>
    public IReadOnlyList<string> Masks => _masks;

    /// <summary>All variables.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<string> Lines => [.. _values.Select(v => $"{v.Key}={v.Value}")];

    public void Set(string name, string value) => _values[name] = value;

    /// <summary>Adds <c>envFrom</c>, then <c>env</c>, which wins.</summary>
    public void Add(Container container)
    {
        foreach (var source in container.EnvFrom ?? [])
        {
            if (source.SecretRef is { } secret)
                AddAll(source.Prefix, "secret", secret.Name ?? "", secret.Optional, secrets.SecretKeys(secret.Name ?? ""), k => Secret(secrets.ReadSecretText(secret.Name ?? "", k)));
            if (source.ConfigMapRef is { } map)
                AddAll(source.Prefix, "configmap", map.Name ?? "", map.Optional, secrets.ConfigMapKeys(map.Name ?? ""), k => Text(secrets.ReadConfigMap(map.Name ?? "", k)));
        }
        foreach (var variable in container.Env ?? [])
        {
            var value = variable.ValueFrom is null ? Expand(variable.Value ?? "") : From(variable.ValueFrom);
            if (value is not null && variable.Name is { Length: > 0 } name)
                _values[name] = value;
        }
    }

    /// <summary>Replaces <c>$(NAME)</c> by the variable's value; <c>$$(NAME)</c> is <c>$(NAME)</c>; unknown names stay.</summary>
    public string Expand(string text) => Reference().Replace(text, m =>
        m.Groups["escaped"].Success ? m.Value[1..] : _values.TryGetValue(m.Groups["name"].Value, out var value) ? value : m.Value);

    private string? From(EnvVarSource source)
    {
        if (source.SecretKeyRef is { } secret)
            return Required(Secret(secrets.ReadSecretText(secret.Name ?? "", secret.Key ?? "")), secret.Optional, $"secret \"{secret.Name}\" with key \"{secret.Key}\"");
        if (source.ConfigMapKeyRef is { } map)
            return Required(Text(secrets.ReadConfigMap(map.Name ?? "", map.Key ?? "")), map.Optional, $"configmap \"{map.Name}\" with key \"{map.Key}\"");
        if (source.FieldRef?.FieldPath is { } path)
            return Field(path);
        return source.ResourceFieldRef is not null ? "0" : null;
    }

    private string Field(string path)
    {
        if (FieldWithKey().Match(path) is { Success: true } match)
            return (match.Groups["map"].Value == "labels" ? work.Labels : work.Annotations).GetValueOrDefault(match.Groups["key"].Value, "");
        return path switch
        {
            "metadata.name" => work.PodName,
            "metadata.namespace" => work.Namespace,
            "metadata.uid" => work.Id.RootUid,
            "metadata.labels" => string.Join('\n', work.Labels.Select(l => $"{l.Key}=\"{l.Value}\"")),
            "metadata.annotations" => string.Join('\n', work.Annotations.Select(l => $"{l.Key}=\"{l.Value}\"")),
            "spec.nodeName" or "status.hostIP" => Environment.MachineName,
            "spec.serviceAccountName" => work.ServiceAccountName ?? "default",
            "status.podIP" or "status.podIPs" => "127.0.0.1",
            _ => throw new NodeFault($"env: fieldPath \"{path}\" is not known"),
        };
    }

    private void AddAll(string? prefix, string kind, string name, bool? optional, IReadOnlyList<string>? keys, Func<string, string?> read)
    {
        if (keys is null && optional != true)
            throw new NodeFault($"{kind} \"{name}\" not found");
        foreach (var key in keys ?? [])
            _values[prefix + key] = read(key) ?? "";
    }

    private string? Secret(string? text)
    {
        if (text is not null)
            _masks.Add(text);
        return text;
    }

    private static string? Text(byte[]? value) => value is null ? null : Encoding.UTF8.GetString(value).TrimEnd('\n');

    private static string? Required(string? value, bool? optional, string what) =>
        value is null && optional != true ? throw new NodeFault($"{what} was not found: put it under the secrets folder") : value;

    [GeneratedRegex(@"(?<escaped>\$)?\$\((?<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^metadata\.(?<map>labels|annotations)\['(?<key>[^']+)'\]$", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldWithKey();
}
