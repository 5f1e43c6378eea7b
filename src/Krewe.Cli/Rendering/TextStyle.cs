namespace Krewe.Cli.Rendering;

/// <summary>Colours of the output; the values are ANSI's.</summary>
internal enum TextStyle
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Magenta = 35,
    Cyan = 36,
}
