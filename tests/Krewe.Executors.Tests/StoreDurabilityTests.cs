using Krewe.Artifacts;

namespace Krewe.Executors.Tests;

public sealed class StoreDurabilityTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "krewe-store-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Put_FlushesContentBeforeTheKeyThatNamesIt_WithEveryNewFolder()
    {
        var flushed = new List<(string Folder, int ContentFiles, int KeyFiles)>();
        var store = new LocalArtifactStore(_folder, f => flushed.Add((Path.GetRelativePath(_folder, f), Count("content"), Count("keys"))));

        var stored = await store.PutAsync("run/step/out", (s, t) => s.WriteAsync("x"u8.ToArray(), t).AsTask(), CancellationToken.None);

        var shard = "content/" + stored.Sha256[..2];
        Assert.Equal([("content", 0, 0), (shard, 1, 0), ("keys", 1, 0), ("keys/d-run", 1, 0), ("keys/d-run/d-step", 1, 1)], flushed);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "incoming")));
    }

    [Fact]
    public async Task Put_FlushesContentAgain_WhenItIsThereAlready()
    {
        var flushed = new List<string>();
        var store = new LocalArtifactStore(_folder, flushed.Add);
        static Task Write(Stream s, CancellationToken t) => s.WriteAsync("x"u8.ToArray(), t).AsTask();
        await store.PutAsync("a", Write, CancellationToken.None);
        flushed.Clear();

        var stored = await store.PutAsync("b", Write, CancellationToken.None);

        Assert.Equal([Path.Combine(_folder, "content", stored.Sha256[..2]), Path.Combine(_folder, "keys")], flushed);
    }

    [Fact]
    public void Flush_WorksOnRealFolders_AndFailsOnMissingOnes()
    {
        Directory.CreateDirectory(_folder);
        DurableFolder.Flush(_folder);

        Assert.Throws<IOException>(() => DurableFolder.Flush(Path.Combine(_folder, "none")));
    }

    [Fact]
    public async Task Put_LeavesNothing_WhenTheWriterThrows()
    {
        var store = new LocalArtifactStore(_folder);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync("a", (_, _) => throw new InvalidOperationException(), CancellationToken.None));

        Assert.Equal(0, Count("content") + Count("keys") + Count("incoming"));
    }

    private int Count(string folder) => Directory.GetFiles(Path.Combine(_folder, folder), "*", SearchOption.AllDirectories).Length;
}
