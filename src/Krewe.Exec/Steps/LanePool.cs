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
        _count = DeleteOld();
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

    /// <summary>Deletes the lanes of a supervisor that died, and its steps with it; returns the highest number that could not be deleted.</summary>
    private int DeleteOld()
    {
        if (!Directory.Exists(_folder))
            return 0;
        try
        {
            Directory.Delete(_folder, recursive: true);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A step may have forbidden it: that must not keep all others from running.
            SupervisorLog.Write($"{_folder}: {e.Message}");
            return Directory.EnumerateDirectories(_folder).DefaultIfEmpty("0").Max(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        }
    }
}
