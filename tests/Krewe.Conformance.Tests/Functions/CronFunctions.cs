using System.Text.Json.Nodes;
using Krewe.Model;
using Krewe.Model.Validation;

namespace Krewe.Conformance;

/// <summary>Set <c>cron</c>: schedules, and when they are due.</summary>
internal static class CronFunctions
{
    public static FunctionOutcome Run(string function, JsonObject args) => function switch
    {
        "validateCronWorkflow" => new FunctionOutcome(
            args, WorkflowValidator.Validate(Arguments.Read<CronWorkflow>(args["cronWorkflow"], "CronWorkflow"), new TemplateLookup([])).Select(error => error.Message).FirstOrDefault()),
        _ => throw new NotSupportedException($"cron workflows are not started yet: nothing of ours does what {function} does"),
    };
}
