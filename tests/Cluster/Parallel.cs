using Xunit.Sdk;
using Xunit.v3;

// Most of a test here is waiting: for a lease to end, for a node to be missed, for a program to start. Each has a folder and processes of
// its own, so that more of them run at once than there are processors, also those of one class.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 3)]
