using Krewe.Conformance;

// The conformance runner is a mode of the test program, so that both run the very same code.
return args is ["conformance", .. var rest]
    ? await ConformanceCommand.RunAsync(rest, Console.Out, CancellationToken.None).ConfigureAwait(false)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).ConfigureAwait(false);
