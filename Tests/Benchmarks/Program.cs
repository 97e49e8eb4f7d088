using MlNetRecurrent;
using MlNetRecurrent.Benchmarks;

OnnxRuntimeEngine.Register();
return BenchmarkCommand.Run(args, Console.Out, Console.Error);
