namespace Krewe.Hosting.Tests.Embedding;

/// <summary>A data folder of one test's own.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string _path = System.IO.Path.Combine("/var/tmp", "krewe-test-" + Guid.NewGuid().ToString("n"));

    public string Path => _path;

    public void Dispose()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
