using Krewe.Artifacts.Archives;

namespace Krewe.Executors.Tests;

/// <summary>Whether two archives hold the same.</summary>
public sealed class ArchiveContentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("krewe-archives-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Archives_Of_The_Same_Files_Are_The_Same_Whenever_They_Were_Written()
    {
        var (left, right) = (await PackAsync("a", "content", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)), await PackAsync("b", "content", new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

        Assert.NotEqual(left.ToArray(), right.ToArray());
        Assert.True(await ArchiveContents.AreSameAsync(left, right, 1_000_000, Token));
    }

    [Theory]
    [InlineData("content", "contenT")]
    [InlineData("content", "content and more")]
    [InlineData("content", "")]
    public async Task Archives_Of_Other_Files_Are_Not(string one, string other)
    {
        Assert.False(await ArchiveContents.AreSameAsync(await PackAsync("a", one), await PackAsync("b", other), 1_000_000, Token));
    }

    [Fact]
    public async Task Archive_With_One_File_More_Is_Another()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "b", "top"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "b", "top", "zz"), "", Token);

        Assert.False(await ArchiveContents.AreSameAsync(await PackAsync("a", "content"), await PackAsync("b", "content"), 1_000_000, Token));
    }

    [Fact]
    public async Task What_Is_No_Archive_Too_Large_Or_Broken_Is_Not_Known()
    {
        var whole = await PackAsync("a", new string('x', 5_000));
        var broken = new MemoryStream(whole.ToArray()[..60]);

        Assert.Null(await ArchiveContents.AreSameAsync(new MemoryStream("plain"u8.ToArray()), whole, 1_000_000, Token));
        Assert.Null(await ArchiveContents.AreSameAsync(new MemoryStream(whole.ToArray()), new MemoryStream(whole.ToArray()), 4_999, Token));
        Assert.Null(await ArchiveContents.AreSameAsync(broken, new MemoryStream(whole.ToArray()[..60]), 1_000_000, Token));
    }

    private async Task<MemoryStream> PackAsync(string place, string content, DateTime? written = null)
    {
        var top = Directory.CreateDirectory(Path.Combine(_folder, place, "top")).FullName;
        var file = Path.Combine(top, "file");
        await File.WriteAllTextAsync(file, content, Token);
        File.SetLastWriteTimeUtc(file, written ?? DateTime.UnixEpoch);
        Directory.SetLastWriteTimeUtc(top, written ?? DateTime.UnixEpoch);
        var packed = new MemoryStream();
        await TarArchive.PackAsync(top, packed, level: null, Token);
        packed.Position = 0;
        return packed;
    }
}
