using System.CommandLine;
using Krewe.Client;

namespace Krewe.Cli;

/// <summary>Gives commands their actions, and failures their words and exit codes.</summary>
internal sealed class CommandBinder(CliContext context, GlobalOptions globals)
{
    public void Bind(Command command, Func<Invocation, Task<int>> action) =>
        command.SetAction((parse, outer) => RunAsync(parse, action, outer));

    public void Bind(Command command, Func<Invocation, int> action) => Bind(command, invocation => Task.FromResult(action(invocation)));

    private async Task<int> RunAsync(ParseResult parse, Func<Invocation, Task<int>> action, CancellationToken outer)
    {
        Prepare(parse);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(outer);
        using var interrupt = context.Interrupts.Subscribe(cancel.Cancel);
        try
        {
            return await action(new Invocation(parse, context, globals, cancel.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (KreweException exception)
        {
            ErrorText.Write(context.Console, exception);
            Trace(parse, exception);
            return ExitCodes.Failure;
        }
        catch (Exception exception)
        {
            // Whatever it is, a user gets a sentence; the stack only for those who ask.
            context.Console.Fail(exception is IOException or UnauthorizedAccessException ? exception.Message : $"{exception.Message} ({exception.GetType().Name}; --debug shows more)");
            Trace(parse, exception);
            return ExitCodes.Failure;
        }
    }

    private void Prepare(ParseResult parse)
    {
        var console = context.Console;
        console.Color &= !parse.GetValue(globals.NoColor) && context.Environment("NO_COLOR") is not { Length: > 0 } && context.Environment("TERM") != "dumb";
        console.Utf8 &= !parse.GetValue(globals.NoUtf8);
    }

    private void Trace(ParseResult parse, Exception exception)
    {
        if (parse.GetValue(globals.Debug))
        {
            context.Console.Note(exception.ToString());
        }
    }
}
