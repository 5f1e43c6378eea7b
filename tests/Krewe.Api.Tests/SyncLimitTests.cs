namespace Krewe.Api.Tests;

/// <summary>Limits of semaphores, as clients that leave things out send them.</summary>
public sealed class SyncLimitTests(GatewayFixture server)
{
    [Fact]
    public async Task Limit_Without_A_Type_Is_One_Of_The_Database()
    {
        var made = await server.SendAsync(HttpMethod.Post, "/api/v1/sync/argo", """{"key":"typeless","limit":2}""");
        var changed = await server.SendAsync(HttpMethod.Put, "/api/v1/sync/argo/typeless", """{"limit":3}""");
        var read = await server.SendAsync(HttpMethod.Get, "/api/v1/sync/argo/typeless");
        var wrong = await server.SendAsync(HttpMethod.Post, "/api/v1/sync/argo", """{"key":"typeless-2","limit":2,"type":"FILE"}""");

        Assert.Equal([200, 200, 200, 400], new[] { made, changed, read, wrong }.Select(answer => answer.Status));
        Assert.Equal(("DATABASE", 3), ((string?)read.Json!["type"], (int?)read.Json["limit"]));
    }
}
