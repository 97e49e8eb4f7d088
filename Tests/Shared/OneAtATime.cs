using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator for the process: a fit beside another one ends in other weights. Its own threads already use every core.
[assembly: Parallelization(Mode = ParallelMode.None)]
