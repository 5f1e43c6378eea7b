using System.Globalization;
using System.Text.Json;
using Krewe.Expressions.Tags;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine;

/// <summary>The items of a loop; those of a sequence exist only when asked for.</summary>
internal sealed class LoopItems
{
    private const int Most = 1_000_000;
    private readonly IReadOnlyList<JsonElement>? _items;
    private readonly long _start;
    private readonly int _step;
    private readonly string? _format;

    private LoopItems(IReadOnlyList<JsonElement> items)
    {
        _items = items;
        Count = items.Count;
    }

    private LoopItems(long start, int step, int count, string? format)
    {
        (_start, _step, Count, _format) = (start, step, count, format);
    }

    public int Count { get; }

    public JsonElement this[int index] => _items is not null ? _items[index] : JsonSerializer.SerializeToElement(Text(index), EngineJson.Plain.String);

    /// <summary>The item as it stands in the name of its node.</summary>
    public string Describe(int index) => _items is not null ? NodeNames.LoopItem(_items[index]) : NodeNames.LoopItem(Text(index));

    /// <summary>The same without a text being made, as far as the item is a mere number of a sequence.</summary>
    public bool TryDescribe(int index, Span<char> text, out int length)
    {
        length = 0;
        return _items is null && string.IsNullOrEmpty(_format) && Number(index).TryFormat(text, out length, provider: CultureInfo.InvariantCulture);
    }

    private long Number(int index) => _start + ((long)_step * index);

    private string Text(int index)
    {
        var value = Number(index);
        return string.IsNullOrEmpty(_format) ? value.ToString(CultureInfo.InvariantCulture) : SequenceFormat.Apply(_format, value);
    }

    /// <summary>The items of a rendered call.</summary>
    public static LoopItems Of(Call call, TagScope scope)
    {
        if (call.WithItems is { Count: > 0 } items)
        {
            var text = JsonSerializer.Serialize(items, EngineJson.Plain.IReadOnlyListJsonElement);
            return new LoopItems(text.Contains("{{", StringComparison.Ordinal) ? Parse(TagTemplate.ParseJson(text).Replace(scope, TagReplaceOptions.Lenient)) : items);
        }

        return call.WithParam is { Length: > 0 } param ? new LoopItems(Parse(param)) : Sequence(call.WithSequence!);
    }

    private static List<JsonElement> Parse(string text)
    {
        try
        {
            var items = JsonSerializer.Deserialize(text, EngineJson.Plain.ListJsonElement);
            return items is null or { Count: > Most } ? throw new UserErrorException($"a loop may have {Most} items at most") : items;
        }
        catch (JsonException)
        {
            throw new UserErrorException($"withParam value could not be parsed as a JSON list: {text.Trim()}");
        }
    }

    private static LoopItems Sequence(Sequence sequence)
    {
        long start = 0, end;
        if (sequence.Start is { Text.Length: > 0 } from)
        {
            start = Number(from.Text);
        }

        if (sequence.End is { Text.Length: > 0 } to)
        {
            end = Number(to.Text);
        }
        else if (sequence.Count is { Text.Length: > 0 } count)
        {
            var number = Number(count.Text);
            if (number == 0)
            {
                return new LoopItems([]);
            }

            end = start + number - 1;
        }
        else
        {
            throw new UserErrorException("must have end or count in withSequence");
        }

        var size = Math.Abs(end - start) + 1;
        return size > Most
            ? throw new UserErrorException($"a loop may have {Most} items at most")
            : new LoopItems(start, start <= end ? 1 : -1, (int)size, sequence.Format);
    }

    private static long Number(string text) => int.TryParse(text.Trim().Trim('"'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new UserErrorException($"withSequence: \"{text}\" is not a whole number");
}
