using OrderService;

await using var app = OrderApp.Build(args);
await app.RunAsync();
