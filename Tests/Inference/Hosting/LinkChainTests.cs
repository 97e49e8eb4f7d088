using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class LinkChainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FileSwapTests.Swaps), MemberType = typeof(FileSwapTests))]
    public void FindEntries_LaidOutFile_EndsAtTheFile(string swap)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var path = FileSwap.All[swap].LayOut(_folder.Path, [1, 2, 3]);
        var entries = LinkChain.FindEntries(path);
        var files = entries.SelectMany(entry => entry.Select(name => new FileInfo(Path.Combine(entry.Key, name)))).ToList();
        var file = Assert.Single(files, file => file.LinkTarget is null);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(file.FullName));
        Assert.Equal(FileStamp.Read(path), FileStamp.Read(file.FullName));
        Assert.All(files, entry => Assert.StartsWith(_folder.Path, entry.FullName, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing/deep/m.onnx", "missing")]
    [InlineData("there/m.onnx", "there/m.onnx")]
    [InlineData("loop/m.onnx", "loop")]
    [InlineData("dangling/m.onnx", "dangling,nowhere")]
    public void FindEntries_NoFile_EndsAtTheFirstEntryThatIsMissing(string path, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Directory.CreateDirectory(_folder["there"]);
        File.CreateSymbolicLink(_folder["loop"], "loop");
        File.CreateSymbolicLink(_folder["dangling"], "nowhere/deep");
        var entries = LinkChain.FindEntries(_folder[path]);
        Assert.Equal(
            expected.Split(','),
            entries.SelectMany(entry => entry.Select(name => Path.GetRelativePath(_folder.Path, Path.Combine(entry.Key, name)))));
        Assert.Equal(default, FileStamp.Read(_folder[path]));
    }
}
