using System.CommandLine;
using Krewe.Cli.Diagnosis;
using Krewe.Cli.Engine;
using Krewe.Client;

namespace Krewe.Cli.Commands.Engine;

/// <summary><c>krewe doctor</c>: checks a deployment, and says what is wrong and what to do.</summary>
internal static class DoctorCommand
{
    public static Command Build(CommandBinder binder)
    {
        var database = new DatabaseFlags();
        var output = CommonOptions.Output("json");
        var command = new Command("doctor", "Check this machine, a data folder, a database or a server, and say what is wrong and what to do") { output };
        database.AddTo(command);
        binder.Bind(command, async invocation =>
        {
            var report = new DiagnosisReport(await LookAsync(invocation, database.Read(invocation)).ConfigureAwait(false));
            if (invocation.Get(output) == "json")
            {
                invocation.Console.WriteRaw(report.ToJson() + "\n");
            }
            else
            {
                invocation.Console.Write(report.ToLines(invocation.Console.Utf8));
            }

            return report.Ok ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command.WithExamples("krewe doctor", "krewe doctor --data /var/lib/krewe --postgres 'Host=db;Database=krewe;Username=krewe'", "krewe doctor --server krewe.example:2746", "krewe doctor -o json");
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(Invocation invocation, EngineDatabase? database)
    {
        var findings = new List<Finding>();
        var server = invocation.Server;
        var running = await invocation.FindRunningAsync().ConfigureAwait(false);
        if (server is null)
        {
            await foreach (var finding in new MachineDiagnosis(Programs.TryAsync).RunAsync(invocation.CancellationToken).ConfigureAwait(false))
            {
                findings.Add(finding);
            }

            findings.AddRange(new DataDiagnosis(invocation.Data, running is not null, database is not null).Run());
        }

        if (database is not null)
        {
            findings.AddRange(await DatabaseDiagnosis.RunAsync(EmbeddedEngine.DatabaseOf(database, shared: true), invocation.Console.Time, invocation.CancellationToken).ConfigureAwait(false));
        }

        if (running is null)
        {
            findings.Add(Finding.Skipped("server", $"none is up for {invocation.Data.Path}"));
            return findings;
        }

        await using (running.ConfigureAwait(false))
        {
            var diagnosis = new ServerDiagnosis(running.Service, server?.Address.ToString() ?? $"the server of {invocation.Data.Path}", "v" + VersionCommand.Number, invocation.Console.Time);
            await foreach (var finding in diagnosis.RunAsync(invocation.CancellationToken).ConfigureAwait(false))
            {
                findings.Add(finding);
            }
        }

        return findings;
    }
}
