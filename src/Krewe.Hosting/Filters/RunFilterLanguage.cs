using Krewe.Client;
using Krewe.Expressions;
using Krewe.Expressions.Filters;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>The filter language of runs in the store's terms.</summary>
internal static class RunFilterLanguage
{
    /// <summary>Adds what a text asks for to a filter.</summary>
    /// <exception cref="KreweException">The text is not a filter; the message and its diagnostic say where and what would be right.</exception>
    public static RunFilter Add(RunFilter filter, string text, FilterContext context)
    {
        try
        {
            var keys = new RunFilterKeys(context);
            return FilterText.Parse(text).Aggregate(filter, (made, term) => RunFilterParts.Add(made, keys.Read(term)));
        }
        catch (ExpressionException wrong)
        {
            throw Refusal(wrong, hint: null);
        }
        catch (FilterProblem wrong)
        {
            throw Refusal(new ExpressionException(ExpressionErrorKind.Syntax, wrong.Message, text, wrong.Offset), wrong.Hint);
        }
    }

    private static KreweException Refusal(ExpressionException wrong, string? hint)
    {
        var asked = hint is null ? "" : $"; did you mean \"{hint}\"?";
        var place = wrong.Column > 0 ? $" at column {wrong.Column}" : "";
        return new KreweException(
            KreweErrorCode.InvalidArgument,
            $"filter: {wrong.Message}{asked}{(place.Length > 0 ? $" ({place.Trim()})" : "")}",
            [new ErrorDiagnostic(wrong.Message, "filter", Line: wrong.Line, Column: wrong.Column, Hint: hint is null ? null : $"did you mean \"{hint}\"?")]);
    }
}
