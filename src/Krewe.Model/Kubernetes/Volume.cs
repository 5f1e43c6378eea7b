using System.Text.Json;

namespace Krewe.Model;

/// <summary>A pod volume; exactly one source is set. Sources that only a kubelet reads pass through as JSON.</summary>
public sealed record Volume
{
    public string? Name { get; init; }
    public JsonElement? HostPath { get; init; }
    public JsonElement? EmptyDir { get; init; }
    public SecretVolumeSource? Secret { get; init; }
    public ConfigMapVolumeSource? ConfigMap { get; init; }
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }
    public JsonElement? Projected { get; init; }
    public JsonElement? DownwardAPI { get; init; }
    public JsonElement? Csi { get; init; }
    public JsonElement? Ephemeral { get; init; }
    public JsonElement? Image { get; init; }
    public JsonElement? Nfs { get; init; }
    public JsonElement? GcePersistentDisk { get; init; }
    public JsonElement? AwsElasticBlockStore { get; init; }
    public JsonElement? GitRepo { get; init; }
    public JsonElement? Iscsi { get; init; }
    public JsonElement? Glusterfs { get; init; }
    public JsonElement? Rbd { get; init; }
    public JsonElement? FlexVolume { get; init; }
    public JsonElement? Cinder { get; init; }
    public JsonElement? Cephfs { get; init; }
    public JsonElement? Flocker { get; init; }
    public JsonElement? Fc { get; init; }
    public JsonElement? AzureFile { get; init; }
    public JsonElement? AzureDisk { get; init; }
    public JsonElement? VsphereVolume { get; init; }
    public JsonElement? Quobyte { get; init; }
    public JsonElement? PhotonPersistentDisk { get; init; }
    public JsonElement? PortworxVolume { get; init; }
    public JsonElement? ScaleIO { get; init; }
    public JsonElement? Storageos { get; init; }
}
