using MlNetRecurrent.Console;
using MlNetRecurrent.Training;
using Spectre.Console;

// Before LibTorch allocates anything.
NativeHeap.KeepFreedMemory();
var output = ConsoleOutput.Create(AnsiConsole.Console);
return await ConsoleApplication.RunAsync(args, output, Console.Error, TimeProvider.System).ConfigureAwait(false);
