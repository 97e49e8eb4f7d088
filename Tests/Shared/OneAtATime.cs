using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator per process, so that parallel tests would train other weights. Its threads already use every core.
[assembly: Parallelization(Mode = ParallelMode.None)]
