using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Verbs;
using Sweep.Experiments.Worker;

// A worker handles signals itself, owns the main thread, and is started often: nothing of the command line comes before it.
if (args is [WorkerVerb.Name]) return WorkerHost.Run();

HomeFolder.Give();
using var interrupts = new ProcessInterrupts();
return await CommandLine.Run(args, CliContext.OfProcess(interrupts.Requested));
