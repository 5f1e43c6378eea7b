namespace Krewe.Exec.Steps;

/// <summary>Something that waits for a descriptor.</summary>
internal interface IReady
{
    /// <summary>The descriptor has input or was closed at its other end. On the loop's thread; may come once too often.</summary>
    void OnReady(int fd);
}
