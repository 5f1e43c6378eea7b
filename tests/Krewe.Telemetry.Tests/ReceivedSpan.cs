namespace Krewe.Telemetry.Tests;

internal sealed record ReceivedSpan(string Name, string TraceId, string SpanId, string ParentSpanId);
