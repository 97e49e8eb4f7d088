using System.Text.Json;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The packages that a reader has to add for the C# blocks of a README.</summary>
internal static class ReadmePackages
{
    /// <summary>Asserts that a page names each package of the assemblies that does not come with the libraries of this repository.</summary>
    public static void AssertNamed(string page, IEnumerable<string> assemblies)
    {
        var text = File.ReadAllText(Repository.GetPath(page.Split('/')));
        var used = assemblies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var packages = Read();
        var included = new HashSet<string>();
        Include("MlNetRecurrent.Training");

        Assert.All(
            packages.Where(package => !included.Contains(package.Key) && package.Value.Assemblies.Any(used.Contains)),
            package => Assert.Contains($"`{package.Key}`", text, StringComparison.Ordinal));

        void Include(string name)
        {
            if (included.Add(name) && packages.TryGetValue(name, out var package))
                package.Dependencies.ForEach(Include);
        }
    }

    // The packages of these tests, of which the README programs use some.
    private static Dictionary<string, (List<string> Assemblies, List<string> Dependencies)> Read()
    {
        var tests = typeof(ReadmePackages).Assembly.GetName().Name;
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{tests}.deps.json")));
        return file.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .ToDictionary(
                package => package.Name.Split('/')[0],
                package => (
                    Names(package.Value, "runtime").Select(path => path.Split('/')[^1]).ToList(),
                    Names(package.Value, "dependencies").ToList()));
    }

    private static IEnumerable<string> Names(JsonElement package, string property) =>
        package.TryGetProperty(property, out var names) ? names.EnumerateObject().Select(name => name.Name) : [];
}
