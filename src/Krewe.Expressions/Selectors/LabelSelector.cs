using System.Collections.Immutable;
using System.Globalization;
using Krewe.Expressions.Lexing;

namespace Krewe.Expressions.Selectors;

/// <summary>A Kubernetes label selector in its text form: requirements joined by commas, all of which must hold.</summary>
public sealed class LabelSelector
{
    private static readonly LexerRules Rules = new("==", "!=", "=", "!", ">", "<", "(", ")", ",")
    {
        WordStart = static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '#' or '@' or ':' or '*' or '+' or '\\' or '[' or ']' or '|' or '%',
        WordPart = static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '#' or '@' or ':' or '*' or '+' or '\\' or '[' or ']' or '|' or '%',
        Quotes = "\"'",
        Numbers = false,
    };

    private LabelSelector(ImmutableArray<SelectorRequirement> requirements) => Requirements = requirements;

    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>The requirements, all of which must hold.</summary>
    public ImmutableArray<SelectorRequirement> Requirements { get; }

    /// <summary>Parses a selector; an empty text selects everything.</summary>
    /// <exception cref="ExpressionException">The text is not a selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Everything;
        }

        var tokens = new TokenReader(text, Lexer.Read(text, Rules));
        var requirements = ImmutableArray.CreateBuilder<SelectorRequirement>();
        do
        {
            requirements.Add(Requirement(tokens));
        }
        while (tokens.Take(","));

        return tokens.Current.Kind == TokenKind.End ? new LabelSelector(requirements.ToImmutable()) : throw tokens.Unexpected("',' or the end");
    }

    /// <summary>Whether the labels meet every requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Matches(key => labels.GetValueOrDefault(key));

    /// <summary>Whether the values found by key (null: not there) meet every requirement; a key may as well be a path into an object.</summary>
    public bool Matches(Func<string, string?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(find(requirement.Key)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Requirements);

    private static SelectorRequirement Requirement(TokenReader tokens)
    {
        if (tokens.Take("!"))
        {
            return new SelectorRequirement(Key(tokens), SelectorOperator.DoesNotExist, []);
        }

        var key = Key(tokens);
        var op = tokens.Current;
        switch (op.Text)
        {
            case "=" or "==":
                tokens.Next();
                return new SelectorRequirement(key, SelectorOperator.Equals, [Value(tokens)]);
            case "!=":
                tokens.Next();
                return new SelectorRequirement(key, SelectorOperator.NotEquals, [Value(tokens)]);
            case ">" or "<":
                tokens.Next();
                var at = tokens.Current.Offset;
                var number = Value(tokens);
                return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? new SelectorRequirement(key, op.Text == ">" ? SelectorOperator.GreaterThan : SelectorOperator.LessThan, [number])
                    : throw tokens.Error(at, "for 'Gt' and 'Lt' operators the value must be an integer");
            case "in" or "notin" when op.Kind == TokenKind.Word:
                tokens.Next();
                return new SelectorRequirement(key, op.Text == "in" ? SelectorOperator.In : SelectorOperator.NotIn, Set(tokens));
            default:
                return op.Kind == TokenKind.End || tokens.Is(",")
                    ? new SelectorRequirement(key, SelectorOperator.Exists, [])
                    : throw tokens.Unexpected("'in', 'notin', '=', '==', '!=', '>' or '<'");
        }
    }

    private static string Key(TokenReader tokens) => tokens.Current.Kind is TokenKind.Word or TokenKind.Text ? tokens.Next().Text : throw tokens.Unexpected("a label's key");

    // A value may be empty: "a=" and "a in (x,)" are selectors.
    private static string Value(TokenReader tokens) => tokens.Current.Kind is TokenKind.Word or TokenKind.Text ? tokens.Next().Text
        : tokens.Current.Kind == TokenKind.End || tokens.Is(",") || tokens.Is(")") ? ""
        : throw tokens.Unexpected("a value");

    private static List<string> Set(TokenReader tokens)
    {
        tokens.Expect("(");
        var values = new List<string>();
        do
        {
            values.Add(Value(tokens));
        }
        while (tokens.Take(","));

        tokens.Expect(")");
        return values;
    }
}
