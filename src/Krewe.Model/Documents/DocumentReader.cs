using System.Text;
using System.Text.Json;
using YamlDotNet.Core;

namespace Krewe.Model.Documents;

/// <summary>Reads YAML and JSON text into document trees. Never throws for what the text holds: findings are diagnostics.</summary>
public static class DocumentReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a text; JSON when it starts like JSON and is, YAML otherwise.</summary>
    /// <param name="text">One or several documents.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="limits">Bounds; <see cref="DocumentLimits.Default"/> when null.</param>
    public static DocumentReadResult Read(string text, string? file = null, DocumentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        limits ??= DocumentLimits.Default;
        if (text.Length > limits.MaxSize)
        {
            return TooLarge(file, limits);
        }

        if (IllegalCharacter(text, file) is { } illegal)
        {
            return Failed(illegal);
        }

        text = text.TrimStart('\uFEFF');
        return LooksLikeJson(text) ? ReadJsonOrYaml(text, file, limits) : ReadYaml(text, file, limits);
    }

    /// <summary>Reads a UTF-8 (or, with a byte order mark, UTF-16) stream up to the size limit.</summary>
    public static async Task<DocumentReadResult> ReadAsync(Stream stream, string? file = null, DocumentLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= DocumentLimits.Default;
        if (stream.CanSeek && stream.Length - stream.Position > limits.MaxSize)
        {
            return TooLarge(file, limits);
        }

        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > limits.MaxSize)
            {
                return TooLarge(file, limits);
            }

            await bytes.WriteAsync(chunk.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), file, limits);
    }

    /// <summary>Reads UTF-8 (or, with a byte order mark, UTF-16) bytes.</summary>
    public static DocumentReadResult Read(ReadOnlySpan<byte> bytes, string? file = null, DocumentLimits? limits = null)
    {
        if (bytes.Length > (limits ?? DocumentLimits.Default).MaxSize)
        {
            return TooLarge(file, limits ?? DocumentLimits.Default);
        }

        return Decode(bytes) is { } text
            ? Read(text, file, limits)
            : Failed(new Diagnostic(Severity.Error, DiagnosticCode.Syntax, "not a text file (no valid UTF-8)", new SourceLocation(file, 0, 0), ""));
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes switch
            {
                [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
                [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
                [0xEF, 0xBB, 0xBF, ..] => StrictUtf8.GetString(bytes[3..]),
                _ => StrictUtf8.GetString(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static DocumentReadResult ReadJsonOrYaml(string text, string? file, DocumentLimits limits)
    {
        var (json, isJson) = ReadJson(text, file, limits);

        // YAML may start with a brace as well: then the JSON error says nothing.
        if (isJson || file?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true)
        {
            return json;
        }

        var yaml = ReadYaml(text, file, limits);
        return yaml.Diagnostics.Any(d => d.Code == DiagnosticCode.Syntax) && text.TrimStart() is ['{', '"', ..] ? json : yaml;
    }

    private static (DocumentReadResult Result, bool IsJson) ReadJson(string text, string? file, DocumentLimits limits)
    {
        var budget = new TreeBudget(file, limits);
        var documents = new List<DocumentNode>();
        try
        {
            new JsonTreeReader(budget, limits, Encoding.UTF8.GetBytes(text)).ReadAll(documents);
        }
        catch (DocumentException e)
        {
            budget.Diagnostics.Add(e.ToDiagnostic());
        }
        catch (JsonException e)
        {
            var tooDeep = e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) && e.Message.Contains("maximum", StringComparison.OrdinalIgnoreCase);
            var location = budget.At((e.LineNumber ?? -1) + 1, (e.BytePositionInLine ?? -1) + 1);
            budget.Diagnostics.Add(tooDeep
                ? new Diagnostic(Severity.Error, DiagnosticCode.Limit, $"nested more than {limits.MaxDepth} levels deep", location, "")
                : new Diagnostic(Severity.Error, DiagnosticCode.Syntax, "not JSON: " + FirstSentence(e.Message), location, ""));
            return (new DocumentReadResult(documents, budget.Diagnostics), tooDeep);
        }

        return (new DocumentReadResult(documents, budget.Diagnostics), true);
    }

    private static DocumentReadResult ReadYaml(string text, string? file, DocumentLimits limits)
    {
        for (var repairs = 0; ; repairs++)
        {
            var budget = new TreeBudget(file, limits);
            var documents = new List<DocumentNode>();
            var error = TryReadYaml(text, budget, documents);
            if (error is not null && QuotedIndent.IsAllowed(text, repairs) && QuotedIndent.IsCause(error) && QuotedIndent.Repair(text, error.Start) is { } repaired)
            {
                text = repaired;
                continue;
            }

            if (error is not null)
            {
                budget.Diagnostics.Add(new Diagnostic(Severity.Error, DiagnosticCode.Syntax, "not YAML: " + FirstSentence(error.Message), budget.At(error.Start.Line, error.Start.Column), ""));
            }

            return new DocumentReadResult(documents, budget.Diagnostics);
        }
    }

    private static YamlException? TryReadYaml(string text, TreeBudget budget, List<DocumentNode> documents)
    {
        try
        {
            new YamlTreeReader(budget).ReadAll(text, documents);
        }
        catch (DocumentException e)
        {
            budget.Diagnostics.Add(e.ToDiagnostic());
        }
        catch (YamlException e)
        {
            return e;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The scanner lets these out for some broken texts; the text is at fault, not the program.
            return new YamlException(e.Message);
        }

        return null;
    }

    private static bool LooksLikeJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['{' or '[', ..];
    }

    /// <summary>Control characters are in neither format; they mean that the file is no text.</summary>
    private static Diagnostic? IllegalCharacter(string text, string? file)
    {
        int line = 1, lineStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                (line, lineStart) = (line + 1, i + 1);
            }
            else if ((c < ' ' && c is not ('\t' or '\r')) || c == '\u007f')
            {
                return new Diagnostic(Severity.Error, DiagnosticCode.Syntax, $"control character U+{(int)c:X4} is not allowed (is this a text file?)", new SourceLocation(file, line, i - lineStart + 1), "");
            }
        }

        return null;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end > 0 ? message[..end] : message).TrimEnd('.', ' ');
    }

    private static DocumentReadResult TooLarge(string? file, DocumentLimits limits) => Failed(new Diagnostic(
        Severity.Error, DiagnosticCode.Limit, $"larger than the limit of {limits.MaxSize / 1048576.0:0.##} MiB", new SourceLocation(file, 0, 0), ""));

    private static DocumentReadResult Failed(Diagnostic diagnostic) => new([], [diagnostic]);
}
