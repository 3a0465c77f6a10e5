using System.Runtime.CompilerServices;
using Sweep.Models.Runtime;

// Compiled into every test project with UseLibtorch=true (see Directory.Build.targets):
// libtorch is loaded, with one thread, before any test runs.
internal static class LoadLibtorch
{
    [ModuleInitializer]
    internal static void Run() => TorchRuntime.UseThreads(1);
}
