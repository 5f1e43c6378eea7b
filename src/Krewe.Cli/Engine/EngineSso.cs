using Krewe.Api;
using Krewe.Client;
using Krewe.Executors.Process;
using Krewe.Hosting;

namespace Krewe.Cli.Engine;

/// <summary>Single sign-on as the settings of an engine's folder have it.</summary>
internal static class EngineSso
{
    /// <summary>Folder of the keys of sessions, in the data folder or in the one that all servers see.</summary>
    private const string KeyFolder = "session-keys";

    /// <summary>Reads it.</summary>
    /// <exception cref="KreweException">The settings lack something, or something in them is wrong.</exception>
    public static SsoOptions Read(DataFolder data, RunSettings settings, EngineSilo? silo)
    {
        var config = KreweEngine.ReadConfig(data.Path);
        var secrets = new LocalSecrets(settings.SecretsDirectory);
        try
        {
            return SsoConfigReader.Read(config.Sso, secrets.ReadSecret, Path.Combine(silo?.SharedFolder ?? data.Path, KeyFolder));
        }
        catch (KreweException wrong)
        {
            throw new KreweException(wrong.Code, $"{Path.Combine(data.Path, KreweEngine.ConfigFile)}: {wrong.Message}", wrong);
        }
    }
}
