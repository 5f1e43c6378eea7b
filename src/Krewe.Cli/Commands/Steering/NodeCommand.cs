using System.CommandLine;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Commands.Steering;

/// <summary><c>krewe node set</c>.</summary>
internal static class NodeCommand
{
    public static Command Build(CommandBinder binder)
    {
        var name = CommonOptions.RunName();
        var phase = new Option<string?>("--phase") { Description = "Phase to set: Succeeded, Failed, Error or Skipped", HelpName = "phase" };
        phase.AcceptOnlyFromAmong(NodePhase.Succeeded, NodePhase.Failed, NodePhase.Error, NodePhase.Skipped);
        var message = new Option<string?>("--message", "-m") { Description = "Message to set", HelpName = "text" };
        var outputs = new Option<string[]>("--output-parameter", "-p") { Description = "Value of a supplied output parameter; may be repeated", HelpName = "name=value" };
        var nodes = CommonOptions.NodeFieldSelector();
        var set = new Command("set", "Set phase, message or outputs of suspended nodes") { name, phase, message, outputs, nodes };
        binder.Bind(set, async invocation =>
        {
            var options = new SetNodeOptions
            {
                NodeFieldSelector = invocation.Get(nodes),
                Phase = invocation.Get(phase),
                Message = invocation.Get(message),
                OutputParameters = Pairs(invocation.Get(outputs) ?? []),
            };
            if (options is { Phase: null, Message: null, OutputParameters.Count: 0 })
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, "nothing to set: give --phase, --message or --output-parameter");
            }

            var connection = await invocation.ConnectAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await connection.Service.SetNodeAsync(invocation.Run(invocation.Get(name)!), options, invocation.CancellationToken).ConfigureAwait(false);
                invocation.Console.Write("workflow values set");
                return ExitCodes.Success;
            }
        });
        set.WithExamples(
            "krewe node set @latest --output-parameter approved=yes --node-field-selector displayName=approve",
            "krewe node set deploy --phase Failed --message 'rejected' --node-field-selector displayName=approve");
        return new Command("node", "Act on nodes of a run") { set };
    }

    private static Dictionary<string, string> Pairs(string[] texts)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new KreweException(KreweErrorCode.InvalidArgument, $"expected parameter of the form: NAME=VALUE. Received: {text}");
            }

            pairs[text[..at]] = text[(at + 1)..];
        }

        return pairs;
    }
}
