using Krewe.Executors;
using Krewe.Model;

namespace Krewe.TestHost;

/// <summary>Secrets of a test.</summary>
internal sealed class HostSecrets : ISecretValues
{
    private readonly Dictionary<(string Name, string Key), string> _values = [];

    public void Set(string name, string key, string value) => _values[(name, key)] = value;

    public string? Read(string name, string key) => _values.GetValueOrDefault((name, key));

    /// <summary>An input as a mock sees it: one that is a secret with its value.</summary>
    public string ValueOf(Parameter input) => input.Value ?? (input.ValueFrom is { SecretKeyRef: { } secret } from ? Read(secret.Name ?? "", secret.Key ?? "") ?? from.Default : null) ?? "";

    /// <exception cref="InvalidOperationException">The test has not set a secret.</exception>
    public NodeWork Fill(NodeWork work)
    {
        try
        {
            return SecretFilling.Fill(work, Read);
        }
        catch (SecretMissingException missing)
        {
            var secret = work.Secrets.Values.Select(from => from.SecretKeyRef!).First(one => Read(one.Name ?? "", one.Key ?? "") is null);
            throw new InvalidOperationException($"step '{work.NodeName}' is given key '{secret.Key}' of secret '{secret.Name}'; call SetSecret(\"{secret.Name}\", \"{secret.Key}\", …)", missing);
        }
    }
}
