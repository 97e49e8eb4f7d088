using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Every C# block on the page about scoring compiles, and runs in a folder with the exported files.</summary>
public sealed class InferencePageTests
{
    private const string Page = "Inference/Library/README.md";

    public static TheoryData<int, string> Blocks => ReadmeCases.Of(Page);

    [Theory, MemberData(nameof(Blocks))]
    public Task Block_InCSharp_CompilesRunsAndPrints(int index, string heading) => ReadmeProgram.PrintsAsync(Page, index, heading);
}
