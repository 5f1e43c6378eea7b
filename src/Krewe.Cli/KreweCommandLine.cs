using System.CommandLine;
using System.CommandLine.Help;
using Krewe.Cli.Commands;
using Krewe.Cli.Commands.Access;
using Krewe.Cli.Commands.Artifacts;
using Krewe.Cli.Commands.Audit;
using Krewe.Cli.Commands.Engine;
using Krewe.Cli.Commands.Insights;
using Krewe.Cli.Commands.Manifests;
using Krewe.Cli.Commands.Placement;
using Krewe.Cli.Commands.Runs;
using Krewe.Cli.Commands.Servers;
using Krewe.Cli.Commands.Steering;
using Krewe.Cli.Commands.Sync;
using Krewe.Cli.Commands.Templates;
using Krewe.Cli.Commands.Usage;

namespace Krewe.Cli;

/// <summary>The whole command line.</summary>
internal sealed class KreweCommandLine
{
    private readonly CliContext _context;
    private readonly RootCommand _root;

    public KreweCommandLine(CliContext context)
    {
        _context = context;
        var globals = new GlobalOptions();
        _root = new RootCommand("Runs Argo workflows, durably, on this machine.");
        globals.AddTo(_root);
        var binder = new CommandBinder(context, globals);
        ICommandGroup[] groups =
        [
            new RunCommands(), new InsightCommands(), new SteeringCommands(), new ManifestCommands(), new CpCommand(), new DefinitionCommands(), new FolderCommands(), new SyncCommands(), new EngineCommands(),
            new ContextCommands(globals.Server), new AuthCommands(), new AuditCommand(), new UsageCommand(),
        ];
        foreach (var command in groups.SelectMany(group => group.Build(binder)))
        {
            _root.Subcommands.Add(command);
        }

        _root.WithExamples("krewe run samples/hello.yaml", "krewe list", "krewe logs @latest -f", "krewe lint build.yaml", "krewe COMMAND --help");
        foreach (var option in _root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new HelpWithExamples(help);
            }
            else if (option is VersionOption version)
            {
                version.Description = "Show version information";
            }
        }
    }

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        var parse = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is not HelpWithExamples && (parse.Errors.Count > 0 || UsageErrors.MistakenFlags(parse).Any()))
        {
            return UsageErrors.Print(_context.Console, parse);
        }

        // Ctrl-C is ours: a run is asked to stop first, which the library's own handling would cut short.
        var configuration = new InvocationConfiguration
        {
            Output = _context.Console.Out,
            Error = _context.Console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parse.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }
}
