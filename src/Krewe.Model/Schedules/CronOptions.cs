using System.Globalization;

namespace Krewe.Model.Schedules;

/// <summary>What a cron workflow says in annotations of ours: its manifest stays one that Argo reads.</summary>
/// <param name="CatchUp">What becomes of slots that were missed.</param>
/// <param name="CatchUpLimit">At most so many of them are run.</param>
/// <param name="RepeatedHour">What becomes of local times that come twice.</param>
public sealed record CronOptions(CatchUpPolicy CatchUp, int CatchUpLimit, RepeatedHour RepeatedHour)
{
    /// <summary><c>last</c>, <c>none</c> or <c>all</c>.</summary>
    public const string CatchUpAnnotation = "cronworkflows.krewe.dev/catch-up";

    /// <summary>A number from 1 to 1000.</summary>
    public const string CatchUpLimitAnnotation = "cronworkflows.krewe.dev/catch-up-limit";

    /// <summary><c>twice</c> or <c>once</c>.</summary>
    public const string RepeatedHourAnnotation = "cronworkflows.krewe.dev/repeated-hour";

    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <summary>Reads the annotations.</summary>
    /// <exception cref="FormatException">One of them has a value that means nothing.</exception>
    public static CronOptions Of(ObjectMeta metadata)
    {
        var catchUp = Value(metadata, CatchUpAnnotation) switch
        {
            null or "last" => CatchUpPolicy.Last,
            "none" => CatchUpPolicy.None,
            "all" => CatchUpPolicy.All,
            var other => throw Wrong(CatchUpAnnotation, other, "last, none or all"),
        };
        var repeated = Value(metadata, RepeatedHourAnnotation) switch
        {
            null or "twice" => RepeatedHour.Twice,
            "once" => RepeatedHour.Once,
            var other => throw Wrong(RepeatedHourAnnotation, other, "twice or once"),
        };
        var limit = Value(metadata, CatchUpLimitAnnotation) is not { } text ? DefaultLimit
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestLimit ? number
            : throw Wrong(CatchUpLimitAnnotation, text, $"a number from 1 to {LargestLimit}");
        return new CronOptions(catchUp, limit, repeated);
    }

    private static string? Value(ObjectMeta metadata, string key) => metadata.Annotations?.GetValueOrDefault(key);

    private static FormatException Wrong(string key, string value, string right) => new($"annotation {key} is \"{value}\"; it can be {right}");
}
