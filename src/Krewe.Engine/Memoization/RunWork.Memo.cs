using Krewe.Model;

namespace Krewe.Engine;

internal sealed partial class RunWork
{
    public LookupMemo MemoQuestion(Invocation invocation, Memoize memoize)
    {
        var scope = invocation.InsideScope();
        var key = Render.LenientText(memoize.Key ?? "", scope);
        var cache = Render.LenientText(memoize.Cache?.ConfigMap?.Name ?? "", scope);
        if (key.Length == 0 || !char.IsAsciiLetterOrDigit(key[0]) || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new UserErrorException($"invalid cache key \"{key}\": it must consist of letters, digits and '-' and start with a letter or digit");
        }

        return new LookupMemo($"memo/{invocation.Id}/{State.FirstAttempt}", cache, key);
    }

    public bool MemoHit(LookupAnswered answer, Memoize memoize)
    {
        if (!answer.Found || answer.Memo is not { } entry)
        {
            return false;
        }

        return string.IsNullOrEmpty(memoize.MaxAge) || Now <= entry.CreationTimestamp + GoTime.Parse(memoize.MaxAge);
    }

    /// <summary>A node that missed the cache and succeeded fills it.</summary>
    public void SaveMemoOf(Invocation invocation)
    {
        if (invocation.Node is { Phase: NodePhase.Succeeded, Memoization: { Hit: false } memo } node)
        {
            Effect(new SaveMemo(memo.CacheName ?? "", memo.Key ?? "", new MemoEntry { NodeID = node.Id, Outputs = node.Outputs, CreationTimestamp = Now, LastHitTimestamp = Now }));
        }
    }
}
