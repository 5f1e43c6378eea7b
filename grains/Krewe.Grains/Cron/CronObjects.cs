using System.Globalization;
using System.Text.Json;
using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>Reads and changes stored cron workflows.</summary>
internal static class CronObjects
{
    public const string Kind = nameof(CronWorkflow);

    public static async Task<CronWorkflow?> FindAsync(this IObjectStore objects, string @namespace, string name) =>
        await objects.GetAsync(new ObjectKey(Kind, @namespace, name)) is { } stored ? Read(stored) : null;

    /// <summary>Changes the object as it is stored now, however often somebody else comes first; null when it is gone or another one bears the name.</summary>
    public static async Task<CronWorkflow?> ChangeAsync(this IObjectStore objects, CronWorkflow cron, Func<CronWorkflow, CronWorkflow> change)
    {
        var key = new ObjectKey(Kind, cron.Metadata.Namespace!, cron.Metadata.Name!);
        while (await objects.GetAsync(key) is { } stored && Read(stored) is var current && current.Metadata.Uid == cron.Metadata.Uid)
        {
            var changed = change(current);
            if (JsonSerializer.SerializeToUtf8Bytes(changed, ModelJson.Default.CronWorkflow).AsSpan().SequenceEqual(stored.Payload.Span))
            {
                return changed;
            }

            if (current.Metadata.Annotations?.ContainsKey(CronNames.UserVersionAnnotation) != true)
            {
                changed = changed.WithUserVersion(stored.Version.ToString(CultureInfo.InvariantCulture));
            }

            var payload = JsonSerializer.SerializeToUtf8Bytes(changed, ModelJson.Default.CronWorkflow);
            if ((await objects.PutAsync(key, payload, changed.Metadata.Labels, stored.Version)).Status == ObjectWriteStatus.Done)
            {
                return changed;
            }
        }

        return null;
    }

    private static CronWorkflow Read(StoredObject stored) =>
        JsonSerializer.Deserialize(stored.Payload.Span, ModelJson.Default.CronWorkflow) ?? throw new StorageException($"the stored {Kind} {stored.Key.Namespace}/{stored.Key.Name} is empty");
}
