using System.Security.Cryptography;
using System.Text;
using Krewe.Artifacts;
using Krewe.Artifacts.Archives;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Which output artifacts differ between two runs.</summary>
/// <remarks>
/// Keys have the run's name in them, so what is stored here is compared by its digest and, since archives hold the times of their
/// files, by the files in it. What lies elsewhere is known by its key alone.
/// </remarks>
internal sealed class ArtifactComparisons(IArtifactStore store, TimeProvider time)
{
    private const long MostBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The differences, at most <see cref="RunComparison.MostArtifacts"/>, and whether there may be more.</summary>
    public async Task<(IReadOnlyList<ArtifactDifference> Found, bool AreCut)> OfAsync(IReadOnlyList<(string Place, NodeStatus? Left, NodeStatus? Right)> nodes, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var found = new List<ArtifactDifference>();
        foreach (var (place, left, right) in nodes)
        {
            var (one, other) = (ByName(left), ByName(right));
            foreach (var name in one.Keys.Union(other.Keys, StringComparer.Ordinal))
            {
                if (found.Count == RunComparison.MostArtifacts || time.GetElapsedTime(began) > Patience)
                {
                    return (found, true);
                }

                var (mine, theirs) = (await SeenAsync(one.GetValueOrDefault(name), cancellationToken).ConfigureAwait(false), await SeenAsync(other.GetValueOrDefault(name), cancellationToken).ConfigureAwait(false));
                if (!await AreSameAsync(mine, theirs, cancellationToken).ConfigureAwait(false))
                {
                    found.Add(new ArtifactDifference { Node = place, Name = name, Left = mine, Right = theirs });
                }
            }
        }

        return (found, false);
    }

    // A log that is kept as an artifact has no path; logs are compared by their lines.
    private static Dictionary<string, Artifact> ByName(NodeStatus? node) =>
        (node?.Outputs?.Artifacts ?? []).Where(artifact => artifact.Name is { } name && !(artifact.Path is null && name.EndsWith("-logs", StringComparison.Ordinal)))
            .GroupBy(artifact => artifact.Name!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    private async Task<ComparedArtifact?> SeenAsync(Artifact? artifact, CancellationToken cancellationToken)
    {
        if (artifact is null)
        {
            return null;
        }

        if (artifact.Raw?.Data is { } data)
        {
            var bytes = Encoding.UTF8.GetBytes(data);
            return new ComparedArtifact { Size = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), IsDeleted = false };
        }

        var key = RunArtifacts.KeyOf(artifact);
        var stored = key is null || artifact.Deleted == true ? null : await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        return new ComparedArtifact { Key = key ?? artifact.Http?.Url ?? artifact.Git?.Repo, Size = stored?.Size, Sha256 = stored?.Sha256, IsDeleted = artifact.Deleted == true };
    }

    private async Task<bool> AreSameAsync(ComparedArtifact? left, ComparedArtifact? right, CancellationToken cancellationToken)
    {
        if (left is null || right is null || left.IsDeleted || right.IsDeleted)
        {
            return left?.IsDeleted == true && right?.IsDeleted == true;
        }

        if (left.Sha256 is null || right.Sha256 is null)
        {
            return left.Sha256 == right.Sha256 && left.Key == right.Key;
        }

        return left.Sha256 == right.Sha256 || (left.Key is { } key && right.Key is { } other && await HoldTheSameAsync(key, other, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> HoldTheSameAsync(string left, string right, CancellationToken cancellationToken)
    {
        var one = await store.OpenAsync(left, cancellationToken).ConfigureAwait(false);
        var other = await store.OpenAsync(right, cancellationToken).ConfigureAwait(false);
        await using var first = (one ?? Stream.Null).ConfigureAwait(false);
        await using var second = (other ?? Stream.Null).ConfigureAwait(false);
        // Deleted since: then they are not the same that was looked at.
        return one is not null && other is not null && await ArchiveContents.AreSameAsync(one, other, MostBytes, cancellationToken).ConfigureAwait(false) == true;
    }
}
