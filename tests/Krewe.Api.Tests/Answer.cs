using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Api.Tests;

/// <summary>What the server said.</summary>
public sealed record Answer(int Status, string Text)
{
    public JsonNode? Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Text);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
