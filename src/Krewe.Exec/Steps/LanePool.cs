using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Exec.Protocol;

namespace Krewe.Exec.Steps;

/// <summary>The lanes of a data folder that no step uses now.</summary>
internal sealed class LanePool
{
    private readonly ConcurrentBag<Lane> _free = [];
    private readonly string _folder;
    private readonly string _shared;
    private int _count;

    public LanePool(string supervisorFolder)
    {
        _folder = Path.Combine(supervisorFolder, ExecFiles.Lanes);
        _shared = Path.Combine(supervisorFolder, ExecFiles.Shared);
        // Those of a supervisor that died: its steps died with it.
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder, StepJournal.OwnerFolder);
        Directory.CreateDirectory(_shared, StepJournal.OwnerFolder);
    }

    /// <summary>Takes the calling thread into a free lane, or a new one. On a spawner's thread, which leaves by its own view.</summary>
    public Lane Enter()
    {
        while (_free.TryTake(out var lane))
        {
            if (lane.TryEnter())
                return lane;
            lane.Dispose();
        }
        return Lane.Create(Path.Combine(_folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)), _shared);
    }

    public void Return(Lane lane) => _free.Add(lane);

    /// <summary>Deletes all lanes, when the supervisor leaves.</summary>
    public void Clear()
    {
        while (_free.TryTake(out var lane))
            lane.Dispose();
    }
}
