using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using Krewe.Engine;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Grains;

/// <summary>Answers what runs ask of the world outside them: templates, config maps, memoized results.</summary>
public sealed class RunLookups(IObjectStore objects, IMemoStore memos, IConfigMaps configMaps)
{
    /// <summary>Kind under which workflow templates are stored.</summary>
    public const string TemplateKind = "WorkflowTemplate";

    /// <summary>Kind under which cluster workflow templates are stored.</summary>
    public const string ClusterTemplateKind = "ClusterWorkflowTemplate";

    internal async Task<LookupCompleted> AnswerAsync(string @namespace, LookupEffect lookup, DateTimeOffset now)
    {
        var answer = new LookupCompleted { Now = now, LookupId = lookup.LookupId };
        try
        {
            return lookup switch
            {
                LookupTemplate { ClusterScope: true } template => Found(answer, await ReadAsync(ClusterTemplateKind, "", template.Name, ModelJson.Default.ClusterWorkflowTemplate)),
                LookupTemplate template => Found(answer, await ReadAsync(TemplateKind, @namespace, template.Name, ModelJson.Default.WorkflowTemplate)),
                LookupConfigMapKey key => await configMaps.GetValueAsync(@namespace, key.Name, key.Key) is { } value ? answer with { Found = true, Value = value } : answer,
                LookupMemo memo => await ReadMemoAsync(answer, @namespace, memo, now),
                _ => answer with { Error = $"nobody answers {lookup.GetType().Name}" },
            };
        }
        catch (Exception failure) when (failure is StorageException or IOException or JsonException or UnauthorizedAccessException)
        {
            return answer with { Error = failure.Message };
        }
    }

    internal Task SaveMemoAsync(string @namespace, SaveMemo memo) => memos.PutAsync(
        new MemoKey(@namespace, memo.CacheName, memo.Key),
        JsonSerializer.SerializeToUtf8Bytes(memo.Entry, ContractJson.Options),
        memo.Entry.CreationTimestamp);

    private static LookupCompleted Found(LookupCompleted answer, WorkflowTemplate? template) =>
        template is null ? answer : answer with { Found = true, Template = template };

    private static LookupCompleted Found(LookupCompleted answer, ClusterWorkflowTemplate? template) =>
        template is null ? answer : answer with { Found = true, ClusterTemplate = template };

    private async Task<T?> ReadAsync<T>(string kind, string @namespace, string name, JsonTypeInfo<T> type)
        where T : class =>
        await objects.GetAsync(new ObjectKey(kind, @namespace, name)) is { } stored ? JsonSerializer.Deserialize(stored.Payload.Span, type) : null;

    private async Task<LookupCompleted> ReadMemoAsync(LookupCompleted answer, string @namespace, LookupMemo lookup, DateTimeOffset now)
    {
        var key = new MemoKey(@namespace, lookup.CacheName, lookup.Key);
        if (await memos.GetAsync(key) is not { } entry)
        {
            return answer;
        }

        await memos.TouchAsync(key, now);
        return answer with { Found = true, Memo = JsonSerializer.Deserialize<Engine.MemoEntry>(entry.Payload.Span, ContractJson.Options) };
    }
}
