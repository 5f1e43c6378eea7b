namespace Krewe.Exec.Steps;

/// <summary>What a spawner tells the supervisor.</summary>
internal abstract class SpawnerCallbacks
{
    /// <summary>Descriptor of /dev/null, standard input of every step.</summary>
    public abstract int NullDevice { get; }

    /// <summary>A process may exist from here on whose step is not yet known.</summary>
    public abstract void BeginSpawn();

    /// <summary>The process has been started, or not (null).</summary>
    public abstract void EndSpawn(Step? step, int pid, long startedAt, int outPipe, int errPipe);

    /// <summary>The step cannot be started.</summary>
    public abstract void Failed(Step step, int errno, string message);
}
