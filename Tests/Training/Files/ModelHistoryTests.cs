using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ModelHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.onnx", "a.history")]
    [InlineData("a", "a.history")]
    [InlineData("a.b", "a.b.history")]
    public void Folder_Model_IsNextToTheFile(string model, string folder) =>
        Assert.Equal(Path.Combine("models", folder), new ModelHistory(Path.Combine("models", model)).Folder);

    [Fact]
    public void Replace_SeveralModels_KeepsEachOnce()
    {
        var (path, history) = Model(1);

        Assert.Equal(1, Replace(history, path, [1], [2]));
        Assert.Equal(2, Replace(history, path, [2], [3]));
        // A model that already is the newest version would not be added again.
        Assert.Equal(3, Replace(history, path, [3], [2]));
        Assert.Equal(4, Replace(history, path, [2], [4]));

        Assert.Equal([1, 2, 3, 4], history.Versions);
        Assert.Equal<byte[]>([[1], [2], [3], [2]], history.Versions.Select(number => File.ReadAllBytes(history.GetFile(number))));
        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Equal(4, history.Find([2]));
        Assert.Equal(1, history.Find([1]));
        Assert.Null(history.Find([9]));
    }

    [Fact]
    public void Replace_NewestVersionOfTheHistory_IsNotAddedAgain()
    {
        var (path, history) = Model(1);
        Replace(history, path, [1], [2]);
        File.WriteAllBytes(path, [1]);

        Assert.Equal(1, Replace(history, path, [1], [3]));

        Assert.Equal([1], history.Versions);
    }

    [Fact]
    public void Versions_OtherFilesInTheFolder_AreIgnored()
    {
        var (path, history) = Model(1);
        Replace(history, path, [1], [2]);
        foreach (var name in new[] { "0000.onnx", "00002.onnx", "3.onnx", "-004.onnx", "notes.onnx", "0005.txt" })
            File.WriteAllBytes(Path.Combine(history.Folder, name), [0]);

        Assert.Equal([1], history.Versions);
    }

    [Fact]
    public void Replace_ModelChangedByAnotherProgram_ThrowsAndKeepsIt()
    {
        var (path, history) = Model(7);

        var exception = Assert.Throws<IOException>(() => Replace(history, path, [1], [2]));

        Assert.Equal($"Model file '{path}' was changed by another program in the meantime: it was not replaced.", exception.Message);
        Assert.Equal([7], File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replace_WriteFails_LeavesThePreviousModelUnchanged(int write)
    {
        var (path, _) = Model(1);
        var writes = 0;
        var history = new ModelHistory(path, (file, bytes, condition) =>
            ++writes == write ? throw new IOException("The machine stopped.") : AtomicFile.TryWrite(file, bytes, condition));

        Assert.Throws<IOException>(() => Replace(history, path, [1], [2]));

        Assert.DoesNotContain(_folder.Entries, entry => entry.EndsWith(".partial", StringComparison.Ordinal));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.All(history.Versions, number => Assert.Equal([1], File.ReadAllBytes(history.GetFile(number))));
        // The next attempt succeeds.
        Assert.Equal(1, Replace(new ModelHistory(path), path, [1], [2]));
        Assert.Equal([2], File.ReadAllBytes(path));
        Assert.True(EntryChecksum.Verify(history.GetFile(1), [1]));
    }

    [Fact]
    public void Replace_ModelChangedAfterItWasKept_ThrowsAndKeepsBoth()
    {
        var (path, _) = Model(1);
        // A copying program takes no lock.
        var history = new ModelHistory(path, (file, bytes, condition) =>
        {
            if (file == path)
                File.WriteAllBytes(path, [7]);
            return AtomicFile.TryWrite(file, bytes, condition);
        });

        Assert.Throws<IOException>(() => Replace(history, path, [1], [2]));

        Assert.Equal([7], File.ReadAllBytes(path));
        Assert.Equal([1], File.ReadAllBytes(history.GetFile(1)));
    }

    [Fact]
    public void Replace_LinkLeadsToAnotherFileNow_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        var (path, link) = (Model(1).Path, _folder["link.onnx"]);
        File.CreateSymbolicLink(link, path);
        var history = new ModelHistory(link);
        using var held = ModelLock.Acquire(link, "retrain");
        File.Delete(link);
        File.CreateSymbolicLink(link, _folder.Write([1], "other.onnx"));

        Assert.Throws<IOException>(() => history.Replace(held, [1], [2]));

        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal([1], File.ReadAllBytes(_folder["other.onnx"]));
    }

    [Fact]
    public void Replace_Link_ReplacesItsTargetAndSharesItsHistory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        var (path, history) = Model(1);
        var link = _folder["link.onnx"];
        File.CreateSymbolicLink(link, "m.onnx");

        Replace(new ModelHistory(link), link, [1], [2]);
        Replace(history, path, [2], [3]);

        Assert.Equal([3], File.ReadAllBytes(link));
        Assert.Equal("m.onnx", new FileInfo(link).LinkTarget);
        Assert.Equal([1, 2], history.Versions);
    }

    [Fact]
    public void Versions_MoreThanFourDigits_AreOrderedByNumber()
    {
        var (path, history) = Model(1);
        Directory.CreateDirectory(history.Folder);
        foreach (var number in new[] { 10000, 9999, 2, 123456 })
            File.WriteAllBytes(history.GetFile(number), [0]);

        Assert.Equal([2, 9999, 10000, 123456], history.Versions);
        Assert.Equal(123457, Replace(history, path, [1], [2]));
    }

    [Theory]
    [InlineData("2147483647.onnx")]
    [InlineData("2147483647.onnx.sha256")]
    public void Replace_LargestNumberUsed_ThrowsAndReplacesNothing(string name)
    {
        var (path, history) = Model(1);
        Directory.CreateDirectory(history.Folder);
        File.WriteAllBytes(Path.Combine(history.Folder, name), [0]);

        var exception = Assert.Throws<IOException>(() => Replace(history, path, [1], [2]));

        Assert.Equal(
            $"The history of '{path}' is full: '{history.GetFile(int.MaxValue)}' has the largest possible number. Rename it, or move it away.",
            exception.Message);
        Assert.Equal(exception.Message, Assert.Throws<IOException>(() => history.GetNextNumber()).Message);
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal([name], Directory.GetFiles(history.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("2147483648.onnx")]
    [InlineData("99999999999999999999.onnx")]
    public void Replace_NumberThatIsNone_IsIgnored(string name)
    {
        var (path, history) = Model(1);
        Directory.CreateDirectory(history.Folder);
        File.WriteAllBytes(Path.Combine(history.Folder, name), [0]);

        Assert.Equal(1, Replace(history, path, [1], [2]));
    }

    [Fact]
    public void Replace_LinkThroughALinkedFolder_ReplacesWhatTheSystemOpens()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        // 'alias/..' is the folder above 'real/deep', not the one of 'alias'.
        Directory.CreateDirectory(_folder["real/deep"]);
        Directory.CreateSymbolicLink(_folder["alias"], "real/deep");
        File.CreateSymbolicLink(_folder["link.onnx"], "alias/../m.onnx");
        File.WriteAllBytes(_folder["real/m.onnx"], [1]);
        var link = _folder["link.onnx"];

        Assert.Equal(1, Replace(new ModelHistory(link), link, [1], [2]));

        Assert.Equal([2], File.ReadAllBytes(_folder["real/m.onnx"]));
        Assert.Equal([1], new ModelHistory(_folder["real/m.onnx"]).Versions);
    }

    [Fact]
    public void Replace_DeletedVersion_DoesNotUseItsNumberAgain()
    {
        var (path, history) = Model(1);
        Replace(history, path, [1], [2]);
        File.Delete(history.GetFile(1));

        Assert.Equal(2, Replace(history, path, [2], [3]));
    }

    private static int Replace(ModelHistory history, string path, byte[] current, byte[] next)
    {
        using var held = ModelLock.Acquire(path, "retrain");
        return history.Replace(held, current, next);
    }

    private (string Path, ModelHistory History) Model(byte content)
    {
        var path = _folder["m.onnx"];
        File.WriteAllBytes(path, [content]);
        return (path, new ModelHistory(path));
    }
}
