namespace Krewe.Exec.Steps;

/// <summary>What a spawner tells the supervisor.</summary>
internal abstract class SpawnerCallbacks
{
    /// <summary>Descriptor of /dev/null, standard input of every step.</summary>
    public abstract int NullDevice { get; }

    /// <summary>Where output and ends of processes are waited for.</summary>
    public abstract EventLoop Loop { get; }

    /// <summary>The process has been started.</summary>
    public abstract void Started(Step step, int pid, long startedAt, StepOutput output);

    /// <summary>The step cannot be started.</summary>
    public abstract void Failed(Step step, int errno, string message);
}
