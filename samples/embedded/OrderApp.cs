using Krewe.Client;
using Krewe.Hosting;

namespace OrderService;

/// <summary>A web service that takes orders and leaves their handling to a workflow: durable, retried, and seen by every Argo tool.</summary>
internal static class OrderApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<PaymentLedger>();
        builder.Services
            .AddKrewe(options => options.DataFolder = builder.Configuration["DataFolder"] ?? Path.Combine(AppContext.BaseDirectory, "data"))
            .AddTask<Order, Reservation>("reserve-stock", (order, context, _) =>
            {
                context.ReportMessage($"reserving {order.Quantity} of {order.Article}");
                return order.Quantity <= 100
                    ? Task.FromResult(new Reservation($"shelf-{order.Article}", order.Quantity * 9.90m))
                    : throw new InvalidOperationException($"only 100 of {order.Article} are in stock");
            })
            .AddTask<ChargeCard, Charge, Payment>("charge-card");

        var app = builder.Build();
        app.MapPost("/orders", async (Order order, IWorkflowService workflows, CancellationToken cancellationToken) =>
        {
            var run = await workflows.CreateAsync(
                new CreateRunRequest
                {
                    Namespace = Namespaces.Default,
                    Workflow = OrderPipeline.Build(),
                    SubmitOptions = new SubmitOptions { Parameters = [$"article={order.Article}", $"quantity={order.Quantity}"] },
                },
                cancellationToken);
            return Results.Accepted($"/orders/{run.Metadata.Name}", new { run.Metadata.Name });
        });
        app.MapGet("/orders/{name}", async (string name, IWorkflowService workflows, CancellationToken cancellationToken) =>
        {
            var run = await workflows.GetAsync(new RunRef(Namespaces.Default, name), cancellationToken);
            return new { run.Status?.Phase, run.Status?.Message, Receipt = run.Status?.Outputs?.Parameters?.FirstOrDefault(item => item.Name == "receipt")?.Value };
        });
        return app;
    }
}
