using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Every C# block of the pages written for the site compiles, and runs in a folder with the exported files.</summary>
public sealed class GuideTests
{
    public static TheoryData<string, int, string> Blocks
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            var pages = Directory.GetFiles(Repository.GetPath(".docs", "guides"), "*.md").Append(Repository.GetPath(".docs", "index.md"));
            foreach (var page in pages.Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(Repository.Root, page).Replace('\\', '/');
                foreach (var (index, block) in ReadmeBlock.All("csharp", name).Index())
                    data.Add(name, index, block.Heading);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Blocks))]
    public Task Block_InCSharp_CompilesRunsAndPrints(string page, int index, string heading) => ReadmeProgram.PrintsAsync(page, index, heading);
}
