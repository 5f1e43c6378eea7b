namespace Krewe.Model;

/// <summary>Marker: avoid the hosts of failed attempts.</summary>
public sealed record RetryNodeAntiAffinity;
