using System.CommandLine;

namespace Krewe.Cli.Commands.Templates;

internal static class CronSwitch
{
    public static Command Build(CommandBinder binder, string name, string description, bool suspended)
    {
        var names = new Argument<string[]>("NAME") { Description = "Names of cron workflows", Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description) { names };
        binder.Bind(command, async invocation =>
        {
            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                foreach (var cron in invocation.Get(names)!)
                {
                    await connection.Service.SetCronSuspendedAsync(invocation.Namespace, cron, suspended, invocation.CancellationToken).ConfigureAwait(false);
                    invocation.Console.Write($"CronWorkflow '{cron}' {(suspended ? "suspended" : "resumed")}");
                }

                return ExitCodes.Success;
            }
        });
        return command.WithExamples($"krewe cron {name} nightly");
    }
}
