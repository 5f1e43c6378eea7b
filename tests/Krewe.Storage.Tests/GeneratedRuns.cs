using CsCheck;

namespace Krewe.Storage.Tests;

/// <summary>Rows and filters made at random from few words, so that they meet.</summary>
internal static class GeneratedRuns
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Gen<string> Word = Gen.OneOf([.. new[] { "", "a", "b", "A", "ab", "aB", "ba", "aba", "a%", "_", "a*b", "[a]", "é", "É", "b\\", "a b" }.Select(Gen.Const)]);
    private static readonly Gen<string> Key = Gen.OneOf([.. new[] { "k", "l", "K" }.Select(Gen.Const)]);
    private static readonly Gen<string> Folder = Gen.OneOf([.. new[] { "", "", "a", "a/b", "a/b/c", "a/bc", "A", "a%/_", "b\\" }.Select(Gen.Const)]);
    private static readonly Gen<RunPlace> Place = Gen.Select(Gen.Int[0, 2], Word, Folder, (dice, space, folder) => new RunPlace(dice == 0 ? space : null, folder));
    private static readonly Gen<string> Phase = Gen.OneOf([.. new[] { "", "Running", "Succeeded", "Failed" }.Select(Gen.Const)]);
    private static readonly Gen<string?> Maybe = Gen.OneOf(Gen.Const((string?)null), Word.Select(word => (string?)word));
    private static readonly Gen<DateTimeOffset> Moment = Gen.Int[0, 20].Select(tick => Start.AddMilliseconds(tick * 500));
    private static readonly Gen<DateTimeOffset?> MaybeMoment = Gen.OneOf(Gen.Const((DateTimeOffset?)null), Moment.Select(moment => (DateTimeOffset?)moment));
    private static readonly Gen<Dictionary<string, string>> Map = Gen.Dictionary(Key, Word)[0, 3];
    private static readonly Gen<TextPattern> Pattern = Gen.Select(Word.Array[1, 4], Gen.Bool, (pieces, ignore) => new TextPattern(pieces, ignore));
    private static readonly Gen<long?> Bound = Gen.OneOf(Gen.Const((long?)null), Gen.Int[-3, 3].Select(number => (long?)number));
    private static readonly Gen<NumberRange> Priorities = Gen.Select(Bound, Bound, (from, to) => new NumberRange(from, to));
    private static readonly Gen<NumberRange> Moments = Gen.Select(Moment, MaybeMoment, (from, to) => new NumberRange(from.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds()));
    private static readonly Gen<NumberRange> Durations = Gen.Select(Bound, Bound, (from, to) => new NumberRange(from * 1000, to * 1000));

    public static Gen<RunIndexRow> Row { get; } = Gen.Select(
        Gen.Select(Word, Word, Phase, Moment),
        Gen.Select(Maybe, Maybe, Maybe, Maybe, Maybe, Folder),
        Gen.Select(MaybeMoment, MaybeMoment, Gen.Int[-3, 3], Gen.Bool),
        Gen.Select(Map, Map),
        (identity, origin, course, maps) => new RunIndexRow
        {
            Uid = "u",
            Namespace = identity.Item1,
            Name = identity.Item2,
            Phase = identity.Item3,
            CreatedAt = identity.Item4,
            WorkflowTemplate = origin.Item1,
            ClusterWorkflowTemplate = origin.Item2,
            CronWorkflow = origin.Item3,
            Creator = origin.Item4,
            Message = origin.Item5,
            Folder = origin.Item6,
            StartedAt = course.Item1,
            FinishedAt = course.Item2,
            Priority = course.Item3,
            Suspended = course.Item4,
            Labels = maps.Item1,
            Parameters = maps.Item2,
        });

    public static Gen<RunFilter> Filter { get; } = Gen.Select(
        Gen.Select(Rarely(Word), Phase.Array[0, 2], Rarely(Word), Rarely(Word), Rarely(Word)),
        Gen.Select(Rarely(Word), Rarely(Key), Rarely(Key), Word, Word),
        Gen.OneOf(Gen.Const((RunCondition?)null), Condition(2).Select(condition => (RunCondition?)condition)),
        Gen.Select(Gen.Int[0, 2], Place.Array[0, 4]),
        (plain, more, where, places) => new RunFilter
        {
            Places = places.Item1 == 0 ? places.Item2 : null,
            Namespace = plain.Item1,
            Phases = plain.Item2,
            NamePrefix = plain.Item3,
            Template = plain.Item4,
            Creator = plain.Item5,
            NameContains = more.Item1,
            Labels = more.Item2 is { } label ? [LabelRequirement.Is(label, more.Item4)] : [],
            Parameters = more.Item3 is { } parameter ? new Dictionary<string, string> { [parameter] = more.Item5 } : new Dictionary<string, string>(),
            Where = where,
        });

    private static Gen<string?> Rarely(Gen<string> made) => Gen.Select(Gen.Int[0, 7], made, (dice, word) => dice == 0 ? word : null);

    private static Gen<RunCondition> Condition(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Select(Gen.Enum<RunText>().Where(text => text != RunText.Uid), Key, Pattern.Array[1, 2], (text, key, patterns) => (RunCondition)new TextCondition(text, text is RunText.Label or RunText.Parameter ? key : null, patterns)),
            Number(RunNumber.Priority, Priorities), Number(RunNumber.Created, Moments), Number(RunNumber.Started, Moments), Number(RunNumber.Finished, Moments), Number(RunNumber.Duration, Durations),
            Place.Select(place => (RunCondition)new PlaceCondition(place)), Gen.Const((RunCondition)new SuspendedCondition()));
        return depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Condition(depth - 1).Select(condition => (RunCondition)new NotCondition(condition)),
            Condition(depth - 1).Array[0, 3].Select(conditions => (RunCondition)new AllConditions(conditions)),
            Condition(depth - 1).Array[0, 3].Select(conditions => (RunCondition)new AnyCondition(conditions)));
    }

    private static Gen<RunCondition> Number(RunNumber number, Gen<NumberRange> range) =>
        range.Array[1, 2].Select(ranges => (RunCondition)new NumberCondition(number, ranges, Start.AddSeconds(5)));
}
