using Xunit.Sdk;
using Xunit.v3;

// Each test starts engines and kills them: one at a time, so that a slow start is not mistaken for a hang.
[assembly: Parallelization(Mode = ParallelMode.None)]
