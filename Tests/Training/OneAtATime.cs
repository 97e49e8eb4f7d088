using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator for the process, and its own threads already use every core.
[assembly: Parallelization(Mode = ParallelMode.None)]
