using System.Globalization;

namespace Krewe.Cli.Diagnosis;

/// <summary>How far another clock is from this machine's.</summary>
internal static class ClockSkew
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Harmful = TimeSpan.FromSeconds(30);

    /// <summary>What it means.</summary>
    /// <param name="name">Name of the check.</param>
    /// <param name="whose">Whose clock it is.</param>
    /// <param name="other">What it showed.</param>
    /// <param name="own">What this machine's showed then.</param>
    /// <param name="uncertainty">By how much the two moments may be apart.</param>
    public static Finding Judge(string name, string whose, DateTimeOffset other, DateTimeOffset own, TimeSpan uncertainty)
    {
        var apart = (other - own).Duration();
        var text = string.Create(CultureInfo.InvariantCulture, $"{apart.TotalSeconds:0.0} s {(other >= own ? "ahead of" : "behind")} this machine's");
        const string Advice = "keep the clocks together, with chrony or another client of NTP on both machines";
        return apart - uncertainty <= Tolerated ? Finding.Good(name, $"the clock of {whose} agrees with this machine's")
            : apart - uncertainty <= Harmful ? Finding.Warning(name, $"the clock of {whose} is {text}: schedules and time limits are off by as much", Advice)
            : Finding.Failed(name, $"the clock of {whose} is {text}: servers take each other for dead, and schedules and time limits are wrong", Advice);
    }
}
