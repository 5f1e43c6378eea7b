using System.CommandLine;
using Krewe.Cli.Manifests;

namespace Krewe.Cli.Commands.Manifests;

/// <summary><c>krewe lint</c>, and the same for one kind.</summary>
internal static class LintCommand
{
    public static Command Build(CommandBinder binder, string? kind, string? group)
    {
        var files = new Argument<string[]>("FILE") { Description = "Manifests or folders of them; - is the standard input", Arity = ArgumentArity.OneOrMore };
        var kinds = new Option<string?>("--kinds") { Description = "Which kinds to lint: all, workflows, workflowtemplates, clusterworkflowtemplates, cronworkflows, workfloweventbindings", HelpName = "kinds" };
        var output = CommonOptions.Output("pretty", "simple");
        var strict = new Option<bool>("--strict") { Description = "Refuse unknown keys", DefaultValueFactory = static _ => true };
        var offline = new Option<bool>("--offline") { Description = "Templates come from the files alone, not from a running engine", DefaultValueFactory = static _ => false };
        var command = new Command("lint", kind is null ? "Check manifests without running them" : $"Check {kind} manifests") { files, output, strict, offline };
        if (kind is null)
        {
            command.Options.Add(kinds);
        }

        binder.Bind(command, async invocation =>
        {
            var wanted = kind is null ? LintKinds.Parse(invocation.Get(kinds)) : [kind];
            var loader = new ManifestLoader(invocation.Context);
            var set = await loader.ReadAsync(invocation.Get(files)!, lenient: !invocation.Get(strict), invocation.CancellationToken).ConfigureAwait(false);
            var engine = invocation.Get(offline) ? null : await invocation.FindRunningAsync().ConfigureAwait(false);
            try
            {
                var report = await new Linter(engine?.Service, invocation.Namespace).LintAsync(set, wanted, invocation.CancellationToken).ConfigureAwait(false);
                return LintReport.Print(invocation.Console, report, simple: invocation.Get(output) == "simple");
            }
            finally
            {
                if (engine is not null)
                {
                    await engine.DisposeAsync().ConfigureAwait(false);
                }
            }
        });
        var prefix = group is null ? "krewe lint" : $"krewe {group} lint";
        return command.WithExamples($"{prefix} build.yaml", $"{prefix} manifests/ -o simple", $"cat build.yaml | {prefix} -");
    }
}
