using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Every C# block in the readmes of the packages compiles, and runs in a folder with the exported files.</summary>
public sealed class PackagePageTests
{
    public static TheoryData<string> Pages => new(
        "Inference/Runtime/PACKAGE.md",
        "Inference/Library/PACKAGE.md",
        "Training/Library/PACKAGE.md",
        "Training/Databases/Sqlite/PACKAGE.md",
        "Training/Databases/DuckDb/PACKAGE.md");

    [Theory, MemberData(nameof(Pages))]
    public Task Block_InCSharp_CompilesRunsAndPrints(string page) =>
        ReadmeProgram.PrintsAsync(page, 0, Assert.Single(ReadmeBlock.All("csharp", page)).Heading);
}
