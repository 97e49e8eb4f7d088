using MlNetRecurrent.Site;

if (args.Length > 0)
{
    Console.Error.WriteLine("Builds and checks the documentation in artifacts/site; takes no arguments.");
    return 2;
}

var problems = await SiteBuilder.BuildAsync(SiteFolders.Find(AppContext.BaseDirectory)).ConfigureAwait(false);
foreach (var problem in problems)
    Console.Error.WriteLine(problem);
Console.WriteLine(problems.Count == 0 ? "The site is in artifacts/site." : $"The site has {problems.Count} faults.");
return problems.Count == 0 ? 0 : 1;
