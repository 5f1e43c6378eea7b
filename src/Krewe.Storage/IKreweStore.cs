namespace Krewe.Storage;

/// <summary>All ports of one store, as an adapter gives them.</summary>
public interface IKreweStore : IRunStore, IRunQueries, IRunRetention, IObjectStore, IMemoStore, ICronStore, IPipelineStore, IAuditStore, IUsageStore, IAsyncDisposable;
