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

        Assert.Equal(1, history.Replace([1], [2]));
        Assert.Equal(2, history.Replace([2], [3]));
        // A model that already is the newest version would not be added again.
        Assert.Equal(3, history.Replace([3], [2]));
        Assert.Equal(4, history.Replace([2], [4]));

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
        history.Replace([1], [2]);
        File.WriteAllBytes(path, [1]);

        Assert.Equal(1, history.Replace([1], [3]));

        Assert.Equal([1], history.Versions);
    }

    [Fact]
    public void Versions_OtherFilesInTheFolder_AreIgnored()
    {
        var (_, history) = Model(1);
        history.Replace([1], [2]);
        foreach (var name in new[] { "0000.onnx", "00002.onnx", "3.onnx", "-004.onnx", "notes.onnx", "0005.txt" })
            File.WriteAllBytes(Path.Combine(history.Folder, name), [0]);

        Assert.Equal([1], history.Versions);
    }

    [Fact]
    public void Replace_ModelChangedByAnotherProgram_ThrowsAndKeepsIt()
    {
        var (path, history) = Model(7);

        var exception = Assert.Throws<IOException>(() => history.Replace([1], [2]));

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
        var history = new ModelHistory(path, (file, bytes) =>
        {
            if (++writes == write)
                throw new IOException("The machine stopped.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        });

        Assert.Throws<IOException>(() => history.Replace([1], [2]));

        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.All(history.Versions, number => Assert.Equal([1], File.ReadAllBytes(history.GetFile(number))));
        // The next attempt succeeds.
        Assert.Equal(1, new ModelHistory(path).Replace([1], [2]));
        Assert.Equal([2], File.ReadAllBytes(path));
    }

    private (string Path, ModelHistory History) Model(byte content)
    {
        var path = _folder["m.onnx"];
        File.WriteAllBytes(path, [content]);
        return (path, new ModelHistory(path));
    }
}
