using Krewe.Client;
using Krewe.Model;

namespace OrderService;

/// <summary>What becomes of an order: stock is reserved, the card is charged, and the customer has a day to think better of it.</summary>
internal static class OrderPipeline
{
    public static Workflow Build() => new WorkflowBuilder("order-")
        .Parameter("article")
        .Parameter("quantity")
        .Task("reserve", "reserve-stock", template => template.Input("article").Input("quantity").Output("shelf").Output("amount").Retry(2))
        .Task("charge", "charge-card", template => template.Input("amount").Output("receipt", globalName: "receipt").Retry(5, wait: "1s", factor: 2))
        .Suspend("reconsider", duration: "1s")
        .Steps("main", steps => steps
            .Step("reserve", call => call.With("article", Tags.Workflow("article")).With("quantity", Tags.Workflow("quantity")))
            .Step("reconsider")
            .Step("charge", call => call.With("amount", Tags.StepOutput("reserve", "amount"))))
        .Build();
}
