namespace Krewe.Api;

/// <summary>Stands for all of Argo's gRPC services, whose methods are added by <see cref="ArgoServiceMethods"/>.</summary>
internal sealed class ArgoServices;
