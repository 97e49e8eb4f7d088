using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator for the process: a fit beside another one ends in other weights.
[assembly: Parallelization(Mode = ParallelMode.None)]
