using Krewe.Client;
using Krewe.Engine;

namespace Krewe.Hosting;

/// <summary>A run that passed all checks and may begin.</summary>
/// <param name="Command">What its grain is told.</param>
/// <param name="Settings">How its steps run, if it says so itself.</param>
internal sealed record AdmittedRun(CreateRun Command, RunSettings? Settings);
