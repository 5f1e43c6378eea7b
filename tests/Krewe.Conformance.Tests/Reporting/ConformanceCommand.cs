namespace Krewe.Conformance;

/// <summary>The command behind <c>./conformance.sh</c>.</summary>
internal static class ConformanceCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        if (ConformanceArguments.Parse(args) is not { } arguments)
        {
            await output.WriteLineAsync(ConformanceArguments.Usage).ConfigureAwait(false);
            return 2;
        }

        if (arguments.Prepare is { } folder)
        {
            await output.WriteLineAsync(ServerUnderTest.Prepare(folder)).ConfigureAwait(false);
            return 0;
        }

        if (!Directory.Exists(arguments.Data))
        {
            await output.WriteLineAsync($"no conformance data at {arguments.Data}: everything skipped").ConfigureAwait(false);
            await WriteAsync(arguments.Results, "{}", cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var reports = new List<SetReport>();
        foreach (var name in SetRunners.Names.Where(name => arguments.Set is null ? arguments.Server is null || name is "api" or "cli" : arguments.Set == name))
        {
            if (CaseSet.Open(arguments.Data, name) is not { } set)
            {
                await output.WriteLineAsync($"{name,-11} absent: skipped").ConfigureAwait(false);
                continue;
            }

            await using var runner = SetRunners.Create(name, arguments.Server);
            var report = await SetSession.RunAsync(set, runner, one => arguments.Case is null || one.Name.Contains(arguments.Case, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
            reports.Add(report);
            await PrintAsync(report, output, arguments.Case is not null).ConfigureAwait(false);
        }

        await WriteAsync(arguments.Results, ResultFile.Text(reports), cancellationToken).ConfigureAwait(false);
        if (arguments.Table is not null)
        {
            await WriteAsync(arguments.Table, ConformanceTable.Text(arguments.Data, reports), cancellationToken).ConfigureAwait(false);
        }

        await output.WriteLineAsync().ConfigureAwait(false);
        foreach (var report in reports)
        {
            await output.WriteLineAsync(report.Summary()).ConfigureAwait(false);
        }

        return reports.Any(report => report.Count(Outcome.Failed) > 0) ? 1 : 0;
    }

    private static async Task PrintAsync(SetReport report, TextWriter output, bool all)
    {
        await output.WriteLineAsync($"== {report.Summary()}").ConfigureAwait(false);
        foreach (var (name, result) in report.Results.OrderBy(entry => entry.Value.Outcome).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (all || result.Outcome != Outcome.Passed)
            {
                await output.WriteLineAsync($"  {ResultFile.Name(result.Outcome)}: {name}{(result.Reason is null ? "" : ": ")}{result.Reason}").ConfigureAwait(false);
            }
        }
    }

    private static Task WriteAsync(string? file, string text, CancellationToken cancellationToken) =>
        file is null ? Task.CompletedTask : File.WriteAllTextAsync(file, text + "\n", cancellationToken);
}
