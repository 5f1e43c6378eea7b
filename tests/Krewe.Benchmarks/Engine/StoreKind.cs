namespace Krewe.Benchmarks.Engine;

/// <summary>Where an engine under test keeps its runs.</summary>
internal enum StoreKind
{
    Sqlite,
    Memory,
    PostgreSql,
}
