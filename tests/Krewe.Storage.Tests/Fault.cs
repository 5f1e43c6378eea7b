namespace Krewe.Storage.Tests;

internal enum Fault
{
    None,
    Before,
    After,
}
