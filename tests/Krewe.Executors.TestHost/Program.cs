using System.Diagnostics;
using System.Globalization;
using Krewe.Artifacts;
using Krewe.Executors;
using Krewe.Executors.Process;
using Krewe.Executors.TestHost;
using Krewe.Model;

// hold <folder> <shell line>: starts one step, says "running" and waits to be killed.
// once <folder> <shell line>: runs one step and says its phase, result and message.
// bench <folder> <steps> <at once>: runs /bin/true that often and says how many a second.
var folder = args[1];
var store = new LocalArtifactStore(Path.Combine(folder, "artifacts"));
var slots = args[0] == "bench" ? int.Parse(args[3], CultureInfo.InvariantCulture) : 4;
await using var executor = new ProcessExecutor(new ProcessExecutorOptions { DataFolder = folder, Slots = slots }, store);

NodeWork Work(string node, string[] command) => new()
{
    Id = new NodeWorkId("run", node, 0),
    Namespace = "default",
    WorkflowName = "wf",
    NodeName = node,
    PodName = node,
    ArchiveKeyPrefix = "wf/" + node,
    CaptureResult = true,
    Template = new Template { Name = "t", Container = new Container { Image = "alpine", Command = command } },
};

if (args[0] == "hold")
{
    var observer = new Observer();
    await executor.StartAsync(Work("held", ["sh", "-c", args[2]]), observer, CancellationToken.None);
    await observer.Running;
    Console.WriteLine("running");
    await Task.Delay(Timeout.Infinite);
}

if (args[0] == "once")
{
    var observer = new Observer();
    await executor.StartAsync(Work("once", ["sh", "-c", args[2]]), observer, CancellationToken.None);
    var report = await observer.Ended;
    Console.WriteLine($"{report.Phase}: {report.Outputs?.Result} {report.Message}");
    return 0;
}

var count = int.Parse(args[2], CultureInfo.InvariantCulture);
await RunAsync("warm", 50);
var watch = Stopwatch.StartNew();
await RunAsync("node", count);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / watch.Elapsed.TotalSeconds:F0} steps/s"));
return 0;

async Task RunAsync(string prefix, int steps)
{
    var observers = Enumerable.Range(0, steps).Select(_ => new Observer()).ToList();
    for (var i = 0; i < steps; i++)
        await executor.StartAsync(Work(prefix + i.ToString(CultureInfo.InvariantCulture), ["/bin/true"]), observers[i], CancellationToken.None);
    foreach (var observer in observers)
    {
        if ((await observer.Ended).Phase != NodePhase.Succeeded)
            throw new InvalidOperationException((await observer.Ended).Message);
    }
}
