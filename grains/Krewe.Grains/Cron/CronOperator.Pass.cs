using Krewe.Engine.Cron;
using Krewe.Model;
using Krewe.Model.Schedules;
using Krewe.Storage;

namespace Krewe.Grains;

/// <content>One walk over the slots that are due.</content>
public sealed partial class CronOperator
{
    private sealed class Pass(CronWorkflow cron, CronTimetable timetable, CronState state, IReadOnlyList<RunIndexRow> children, DateTimeOffset now, DateTimeOffset? armedFor)
    {
        private readonly List<CronSlot> _open = [];
        private readonly Dictionary<string, RunIndexRow> _children = children.DistinctBy(row => row.Name, StringComparer.Ordinal).ToDictionary(row => row.Name, StringComparer.Ordinal);

        public CronWorkflow Cron { get; private set; } = cron;

        public CronTimetable Timetable => timetable;

        public CronState State { get; private set; } = state;

        public DateTimeOffset Now => now;

        /// <summary>The run of a slot, if it is there before the slot is accounted for.</summary>
        public CronChild? RunOf(DateTimeOffset slot) => _children.TryGetValue(CronNames.RunOf(Cron.Metadata.Name!, slot), out var row) ? ChildOf(row) : null;

        /// <summary>Whether somebody was waiting for the slot and is there in time.</summary>
        public bool IsInTime(DateTimeOffset slot, TimeSpan lateness) => armedFor <= slot && now - slot < lateness;

        public CronSlot Account(DateTimeOffset slot, CronSlotOutcome outcome, string? reason) =>
            new() { DueAt = slot, Outcome = outcome, DecidedAt = now, Reason = reason };

        /// <summary>The slot is accounted for; written with the next commit.</summary>
        public void Add(CronSlot slot)
        {
            _open.Add(slot);
            State = State with { Cursor = slot.DueAt };
        }

        public IReadOnlyList<CronSlot> Take()
        {
            var slots = _open.ToArray();
            _open.Clear();
            return slots;
        }

        /// <summary>Changes the stored object; one that was deleted meanwhile goes on as it was known.</summary>
        public async Task ChangeAsync(IObjectStore objects, Func<CronWorkflow, CronWorkflow> change) =>
            Cron = await objects.ChangeAsync(Cron, change) ?? change(Cron);
    }
}
