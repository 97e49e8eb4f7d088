using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>
/// Models that other programs wrote. They are not part of this repository: where they are absent, tests that need them are skipped.
/// </summary>
/// <remarks>
/// <c>foreign-cases</c> holds small graphs, each with a JSON file of inputs and of the outputs that ONNX Runtime computed; <c>foreign-onnx</c> holds
/// models of public projects.
/// </remarks>
public static class ForeignFiles
{
    private const string Variable = "MLNETRECURRENT_FOREIGN";
    private const string CaseFolder = "foreign-cases";
    private const string ModelFolder = "foreign-onnx";

    // Theories need at least one row.
    private const string Absent = "(absent)";

    /// <summary>The names of the graphs with given inputs and outputs.</summary>
    public static TheoryData<string> Cases => List(CaseFolder);

    /// <summary>The names of the models of public projects.</summary>
    public static TheoryData<string> Models => List(ModelFolder);

    /// <summary>The names of all files.</summary>
    public static TheoryData<string> All => [.. List(CaseFolder).Concat(List(ModelFolder)).Select(row => row.Data).Distinct()];

    /// <summary>Opens a file, or skips the test if the files are not available.</summary>
    public static ForeignFile Open(string name)
    {
        var folder = GetPath(CaseFolder);
        if (!File.Exists(Path.Combine(folder, $"{name}.onnx")))
            folder = GetPath(ModelFolder);
        SkipUnless(File.Exists(Path.Combine(folder, $"{name}.onnx")));
        return new ForeignFile(folder, name);
    }

    /// <summary>
    /// Returns the path of a file or folder, such as <c>foreign-cases/flow_class_order</c>, or skips the test if it is not available.
    /// </summary>
    public static string GetPath(string relative)
    {
        var path = FindRoot() is { } root ? Path.GetFullPath(Path.Combine(root, relative)) : null;
        SkipUnless(Path.Exists(path));
        return path!;
    }

    private static TheoryData<string> List(string folder)
    {
        var path = FindRoot() is { } root ? Path.Combine(root, folder) : null;
        return Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
            : [Absent];
    }

    private static void SkipUnless(bool available) => Assert.SkipUnless(
        available,
        $"The models of other programs are not available: set {Variable} to the folder with {CaseFolder} and {ModelFolder}, "
            + "or put them into ../shared next to the repository.");

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root)
            return root;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetRecurrent.sln")))
                return Path.Combine(folder.FullName, "..", "shared");
        }

        return null;
    }
}
