using MlNetRecurrent.Console;
using Spectre.Console;

var output = ConsoleOutput.Create(AnsiConsole.Console);
return await ConsoleApplication.RunAsync(args, output, Console.Error, TimeProvider.System).ConfigureAwait(false);
