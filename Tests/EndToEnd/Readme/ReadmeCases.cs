using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The C# blocks of a page as test cases.</summary>
internal static class ReadmeCases
{
    /// <summary>Returns the index and heading of every C# block on a page.</summary>
    public static TheoryData<int, string> Of(string page)
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, block) in ReadmeBlock.All("csharp", page).Index())
            data.Add(index, block.Heading);
        return data;
    }
}
