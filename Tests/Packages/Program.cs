using System.CommandLine;
using MlNetRecurrent.Packages;

// Packs the product, installs it into an empty home, and uses it there as its README says. See the options for parts of it.
var feed = new Option<DirectoryInfo?>("--feed") { Description = "A folder with packages. Default: the solution is packed into a scratch folder." };
var only = new Option<string>("--only") { Description = "Run the cases whose names contain this text.", DefaultValueFactory = _ => "" };
var keep = new Option<bool>("--keep") { Description = "Keep the scratch folder." };
var times = new Option<int>("--times")
{
    Description = "The number of runs, each with an empty home and an empty package cache.",
    DefaultValueFactory = _ => 1,
};
var command = new RootCommand("Installs the packages, the tool and the templates, and runs what they promise.")
{
    feed, only, keep, times,
};
command.SetAction((parsed, cancellation) =>
{
    var options = new InstallOptions
    {
        Feed = parsed.GetValue(feed),
        Only = parsed.GetValue(only)!,
        Keep = parsed.GetValue(keep),
        Times = parsed.GetValue(times),
    };
    return new InstallTest(options, Console.Out).RunAsync(cancellation);
});
return await command.Parse(args).InvokeAsync();
