using System.Text.Json.Nodes;
using Krewe.Engine.Cron;
using Krewe.Expressions;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Conformance;

/// <summary>Set <c>cron</c>: schedules, and when they are due.</summary>
internal static class CronFunctions
{
    public static async Task<FunctionOutcome> RunAsync(string function, JsonObject args, DateTimeOffset now) => function switch
    {
        "validateCronWorkflow" => new FunctionOutcome(args, Problem(Cron(args))),
        "evalWhen" => Guarded(args, () => JsonValue.Create(CronGate.When(Cron(args), now))),
        "missedExecution" => Guarded(args, () => CronGate.MissedSlot(Cron(args), now) is { } missed ? JsonValue.Create(TimeText.Format(missed)) : null),
        "runCronWorkflow" => await RunOnceAsync(args, now).ConfigureAwait(false),
        _ => throw new NotSupportedException($"nothing of ours does what {function} does"),
    };

    /// <summary>The moment that the case takes place at: its second of the present minute.</summary>
    public static DateTimeOffset Moment(JsonNode? args, DateTimeOffset now) =>
        JsonValues.Number(args?["nowSecond"]) is { } second ? now.AddSeconds(second - now.Second) : now;

    private static FunctionOutcome Guarded(JsonObject args, Func<JsonNode?> evaluate)
    {
        try
        {
            return new FunctionOutcome(args, null, evaluate());
        }
        catch (Exception failure) when (failure is ExpressionException or FormatException)
        {
            return new FunctionOutcome(args, failure.Message);
        }
    }

    private static async Task<FunctionOutcome> RunOnceAsync(JsonObject args, DateTimeOffset now)
    {
        var after = Arguments.Json(await CronSandbox.RunNextSlotAsync(Cron(args), now).ConfigureAwait(false), ModelJson.Default.CronWorkflow);
        args["cronWorkflow"] = after?.DeepClone();
        return new FunctionOutcome(args, null, after);
    }

    private static CronWorkflow Cron(JsonObject args) => Arguments.Read<CronWorkflow>(args["cronWorkflow"], "CronWorkflow");

    private static string? Problem(CronWorkflow cron) => WorkflowValidator.Validate(cron, new TemplateLookup([])).Select(error => error.Message).FirstOrDefault();
}
