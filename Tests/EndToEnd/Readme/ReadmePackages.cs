using System.Text.Json;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The packages that a reader has to add for the C# blocks of a README.</summary>
internal static class ReadmePackages
{
    /// <summary>Asserts that the packages that a page names for a block, with those that they bring, contain the assemblies that it uses.</summary>
    public static void AssertNamed(ReadmeBlock block, IEnumerable<string> assemblies)
    {
        var used = assemblies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var packages = Read();
        var included = new HashSet<string>();
        Assert.All(block.Packages, Include);

        var missing = packages.Where(package => !included.Contains(package.Key) && package.Value.Assemblies.Any(used.Contains));
        Assert.Equal([], missing.Select(package => package.Key));

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
