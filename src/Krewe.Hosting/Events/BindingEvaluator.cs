using System.Text.Json;
using Krewe.Client;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Expressions.Values;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Decides what a binding makes of an event: nothing, or a workflow. Errors read as Argo's do.</summary>
internal static class BindingEvaluator
{
    /// <summary>Whether the binding wants the event.</summary>
    /// <exception cref="KreweException">Its selector cannot be evaluated.</exception>
    public static bool Matches(WorkflowEventBinding binding, EventDelivery delivery)
    {
        var selector = binding.Spec.Event?.Selector ?? "";
        try
        {
            return ExprProgram.EvaluateBool(selector, EnvironmentOf(delivery));
        }
        catch (ExpressionException wrong)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"failed to evaluate workflow template expression: {wrong.Message} (selector: {selector})", wrong);
        }
    }

    /// <summary>Puts what the binding takes out of the event into the workflow made of its template.</summary>
    public static Workflow Fill(Workflow workflow, WorkflowEventBinding binding, EventDelivery delivery)
    {
        var environment = EnvironmentOf(delivery);
        var submit = binding.Spec.Submit!;
        var metadata = workflow.Metadata;
        var labels = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        var annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, expression) in submit.Metadata?.Labels ?? new Dictionary<string, string>())
        {
            labels[key] = Text(expression, $"workflow label \"{key}\"", environment);
        }

        foreach (var (key, expression) in submit.Metadata?.Annotations ?? new Dictionary<string, string>())
        {
            annotations[key] = Text(expression, $"workflow annotation \"{key}\"", environment);
        }

        labels["workflows.argoproj.io/workflow-event-binding"] = binding.Metadata.Name!;
        var name = submit.Metadata?.Name is { Length: > 0 } nameExpression ? Text(nameExpression, "workflow name", environment) : null;
        return workflow with
        {
            Metadata = metadata with
            {
                Name = name ?? metadata.Name,
                GenerateName = name is not null ? null : submit.Metadata?.GenerateName is { Length: > 0 } prefix ? prefix : metadata.GenerateName,
                Labels = labels,
                Annotations = annotations.Count == 0 ? null : annotations,
            },
            Spec = workflow.Spec with { Arguments = Arguments(workflow.Spec.Arguments, submit.Arguments, environment) },
        };
    }

    private static Arguments? Arguments(Arguments? given, Arguments? wanted, ExpressionEnvironment environment)
    {
        if (wanted?.Parameters is not { Count: > 0 } parameters)
        {
            return given;
        }

        var names = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        return (given ?? new Arguments()) with
        {
            Parameters =
            [
                .. (given?.Parameters ?? []).Where(parameter => !names.Contains(parameter.Name)),
                .. parameters.Select(parameter => new Parameter { Name = parameter.Name, Value = Value(parameter, environment) }),
            ],
        };
    }

    private static string Value(Parameter parameter, ExpressionEnvironment environment)
    {
        if (parameter.ValueFrom?.Event is not { Length: > 0 } expression)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"malformed workflow template parameter \"{parameter.Name}\": valueFrom.event is missing");
        }

        var value = Evaluate(expression, $"workflow template parameter \"{parameter.Name}\"", environment);
        return value as string ?? GoJson.Write(value);
    }

    private static string Text(string expression, string what, ExpressionEnvironment environment) => Evaluate(expression, what, environment) is string text
        ? text
        : throw new KreweException(KreweErrorCode.InvalidArgument, $"{what} expression must evaluate to a string: {expression}");

    private static object? Evaluate(string expression, string what, ExpressionEnvironment environment)
    {
        try
        {
            return ExprProgram.Parse(expression).Evaluate(environment);
        }
        catch (ExpressionException wrong)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, $"failed to evaluate {what} expression: {wrong.Message} ({expression})", wrong);
        }
    }

    private static ExpressionEnvironment EnvironmentOf(EventDelivery delivery) => ExpressionEnvironment.Of(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["namespace"] = delivery.Namespace,
        ["discriminator"] = delivery.Discriminator,
        ["payload"] = delivery.Payload is { ValueKind: not JsonValueKind.Undefined } payload ? GoJson.From(payload) : null,
        ["metadata"] = delivery.Metadata.ToDictionary(header => header.Key, header => (object?)header.Value.Cast<object?>().ToList(), StringComparer.Ordinal),
    });
}
