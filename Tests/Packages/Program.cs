using System.CommandLine;
using MlNetRecurrent.Packages;

// Packs the product, installs it into an empty home, and uses it there as its README says. See the options for parts of it.
var feed = new Option<DirectoryInfo?>("--feed") { Description = "A folder with packages to test. Default: the solution is packed into a scratch folder." };
var only = new Option<string>("--only") { Description = "Run the cases whose names contain this text.", DefaultValueFactory = _ => "" };
var keep = new Option<bool>("--keep") { Description = "Keep the scratch folder." };
var times = new Option<int>("--times") { Description = "Run everything so often, each time with an empty home and package cache.", DefaultValueFactory = _ => 1 };
var allPages = new Option<bool>("--all-pages") { Description = "Build and run the C# blocks of the task pages too, not only those of the README and of the packages." };
var command = new RootCommand("Installs the packages, the tool and the templates, and runs what they promise.") { feed, only, keep, times, allPages };
command.SetAction((parsed, cancellation) => InstallTest.RunAsync(
    new InstallOptions
    {
        Feed = parsed.GetValue(feed),
        Only = parsed.GetValue(only)!,
        Keep = parsed.GetValue(keep),
        Times = parsed.GetValue(times),
        AllPages = parsed.GetValue(allPages),
    },
    Console.Out,
    cancellation));
return await command.Parse(args).InvokeAsync();
