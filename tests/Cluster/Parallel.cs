using Xunit.Sdk;
using Xunit.v3;

// Each test has a folder and processes of its own, so those of one class run beside each other, too. Not more at once than there are
// processors: a node that joins has to answer the others within seconds.
[assembly: Parallelization(Mode = ParallelMode.All)]
