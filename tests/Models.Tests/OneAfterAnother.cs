// libtorch's default random generator and thread count belong to the process, so tests that seed it cannot run side by side.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
