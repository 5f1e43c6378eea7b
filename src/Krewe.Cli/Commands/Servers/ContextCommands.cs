using System.CommandLine;
using Krewe.Cli.Rendering;
using Krewe.Cli.Servers;
using Krewe.Client;

namespace Krewe.Cli.Commands.Servers;

/// <summary><c>krewe context</c>: servers under names, one of them in use.</summary>
internal sealed class ContextCommands(ServerFlags flags) : ICommandGroup
{
    public IEnumerable<Command> Build(CommandBinder binder) =>
    [
        new Command("context", "Servers under names: which one commands talk to") { List(binder), Use(binder), Set(binder), Delete(binder) },
    ];

    private static Command List(CommandBinder binder)
    {
        var command = new Command("list", "List the saved servers; * is the one in use");
        binder.Bind(command, invocation =>
        {
            var saved = new ContextFile(invocation.Context.Environment).Read();
            var table = new TextTable(3);
            table.Add("", "NAME", "SERVER", "NAMESPACE");
            table.Add(saved.Current is null ? "*" : "", ContextFile.Local, "this machine's engine", "");
            foreach (var (name, context) in saved.Contexts)
            {
                table.Add(name == saved.Current ? "*" : "", name, context.Server, context.Namespace ?? "");
            }

            foreach (var line in table.Lines())
            {
                invocation.Console.Write(line);
            }

            return ExitCodes.Success;
        });
        return command.WithExamples("krewe context list");
    }

    private static Command Use(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "The context, or \"local\" for this machine's engine" };
        var command = new Command("use", "Talk to this server from now on") { name };
        binder.Bind(command, invocation =>
        {
            var chosen = invocation.Get(name)!;
            Change(invocation, saved => saved with { Current = chosen == ContextFile.Local ? null : Existing(saved, chosen) });
            invocation.Console.Write($"Commands now talk to {(chosen == ContextFile.Local ? "this machine's engine" : chosen)}");
            return ExitCodes.Success;
        });
        return command.WithExamples("krewe context use prod", "krewe context use local");
    }

    private Command Set(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the context" };
        var command = new Command("set", "Save the server that --server, --token (or $ARGO_TOKEN), --namespace and --certificate-authority describe") { name };
        binder.Bind(command, invocation =>
        {
            var chosen = invocation.Get(name)!;
            if (chosen == ContextFile.Local)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "\"local\" is this machine's engine and cannot be another");
            }

            var context = flags.ToSave(invocation);
            Change(invocation, saved =>
            {
                saved.Contexts[chosen] = context;
                return saved;
            });
            invocation.Console.Write($"Context \"{chosen}\" saved in {new ContextFile(invocation.Context.Environment).Path}");
            return ExitCodes.Success;
        });
        return command.WithExamples("krewe context set prod --server https://krewe.example:2746 -n team-a", "ARGO_TOKEN=... krewe context set prod --server krewe.example:2746");
    }

    private static Command Delete(CommandBinder binder)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the context" };
        var command = new Command("delete", "Forget a server") { name };
        binder.Bind(command, invocation =>
        {
            var chosen = invocation.Get(name)!;
            Change(invocation, saved =>
            {
                saved.Contexts.Remove(Existing(saved, chosen));
                return saved.Current == chosen ? saved with { Current = null } : saved;
            });
            invocation.Console.Write($"Context \"{chosen}\" deleted");
            return ExitCodes.Success;
        });
        return command.WithExamples("krewe context delete prod");
    }

    private static void Change(Invocation invocation, Func<SavedContexts, SavedContexts> change)
    {
        var file = new ContextFile(invocation.Context.Environment);
        file.Write(change(file.Read()));
    }

    private static string Existing(SavedContexts saved, string name) => saved.Contexts.ContainsKey(name)
        ? name
        : throw new KreweException(KreweErrorCode.NotFound, $"there is no context \"{name}\"; krewe context list shows those there are");
}
