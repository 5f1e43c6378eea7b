using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Krewe.Cli.Commands.Engine;

internal static class VersionCommand
{
    public static Command Build(CommandBinder binder)
    {
        var brief = new Option<bool>("--short") { Description = "Only the version number" };
        var command = new Command("version", "Show the version of this program and of the engine that is up, if any") { brief };
        binder.Bind(command, async invocation =>
        {
            var console = invocation.Console;
            console.Write($"krewe: v{Own}");
            if (!invocation.Get(brief))
            {
                console.Write($"  Runtime: {RuntimeInformation.FrameworkDescription}");
                console.Write($"  Platform: {RuntimeInformation.RuntimeIdentifier}");
            }

            if (await invocation.FindRunningAsync().ConfigureAwait(false) is { } engine)
            {
                await using (engine.ConfigureAwait(false))
                {
                    var version = await engine.Service.GetVersionAsync(invocation.CancellationToken).ConfigureAwait(false);
                    console.Write($"engine: {version.Version}");
                }
            }

            return ExitCodes.Success;
        });
        return command.WithExamples("krewe version", "krewe version --short");
    }

    /// <summary>The version without what it was built from.</summary>
    internal static string Number => Own.Split('+')[0];

    private static string Own => typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
