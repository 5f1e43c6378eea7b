using System.Text.Json;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Conformance;

/// <summary>A server that somebody has started for the cases which use an engine (<c>--server</c>).</summary>
/// <param name="Address">Where it is; the token is <c>ARGO_TOKEN</c>'s.</param>
/// <param name="Folder">The folder it was prepared in; null when its secrets cannot be reached.</param>
internal sealed record ServerUnderTest(string Address, string? Folder)
{
    /// <summary>As Argo's own end-to-end tests have the controller's configuration.</summary>
    public static ControllerConfig Config { get; } = new()
    {
        ArtifactRepository = new ArtifactRepositoryConfig { ArchiveLogs = true },
        WorkflowDefaults = new Workflow
        {
            Metadata = new ObjectMeta { Labels = new Dictionary<string, string> { ["default-label"] = "thisLabelIsFromWorkflowDefaults" } },
            Spec = new WorkflowSpec { ActiveDeadlineSeconds = 300 },
        },
        Links =
        [
            new InfoLink
            {
                Name = "Workflow Link",
                Scope = "workflow",
                Url = "http://logging-facility?namespace=${metadata.namespace}&workflowName=${metadata.name}&startedAt=${status.startedAt}&finishedAt=${status.finishedAt}",
            },
        ],
    };

    /// <summary>Lays out a folder for a server.</summary>
    /// <returns>The commands that make a token for it, and start the server in it: some cases are about requests without a good one.</returns>
    public static string Prepare(string folder)
    {
        var root = Directory.CreateDirectory(folder);
        root.CreateSubdirectory("secrets/configmaps");
        var data = root.CreateSubdirectory("data");
        File.WriteAllText(Path.Combine(data.FullName, "config.yaml"), JsonSerializer.Serialize(Config, ModelJson.Default.ControllerConfig));
        var secrets = Path.Combine(root.FullName, "secrets");
        var shims = EngineHost.Settings(secrets, "argosay").Shims!.Select(shim => $"--shim {shim.Key}={shim.Value}");
        return $"export ARGO_TOKEN=\"Bearer $(./krewe auth create conformance --role admin --data {data.FullName})\"\n"
            + $"PATH=\"$PATH:{EngineHost.StandIns}\" ./krewe server --auth-mode client --data {data.FullName} --secrets {secrets} {string.Join(' ', shims)} --managed-namespace argo --port 2746";
    }

    /// <summary>A client of it.</summary>
    public EngineHost Connect() => new(
        new ServerAddress { Address = ServerAddress.Parse(Address), Token = Environment.GetEnvironmentVariable("ARGO_TOKEN") },
        Directory.CreateDirectory(Folder ?? Path.Combine(Path.GetTempPath(), "krewe-no-folder")));
}
