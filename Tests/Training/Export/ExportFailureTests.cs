using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A failed export never leaves a partial file, or a file whose outputs do not match the network.</summary>
public sealed class ExportFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecurrentNetwork _network =
        TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4, layerCount: 2));

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Export_NonFiniteWeight_ThrowsWithItsNameAndWritesNothing(float value, string shown)
    {
        using (no_grad())
            _network.Head!.weight![0, 2] = value;

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.Export(_network, _folder["model.onnx"]));

        Assert.Equal(
            $"Weight head.weight is {shown} at index 2: training diverged. Use a lower learning rate, or clip gradients.", exception.Message);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Export_NonFiniteRecurrentWeight_ThrowsWithTheLayer()
    {
        using (no_grad())
            _network.Layers[1].Directions[0].RecurrentWeight[0, 3] = float.NaN;

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.Export(_network));

        Assert.Equal("Weight layers.1.R is NaN at index 3: training diverged. Use a lower learning rate, or clip gradients.", exception.Message);
    }

    // 11,500 hidden units are just within the limit; creating such a network would take seconds.
    [Theory]
    [InlineData(11_500, null)]
    [InlineData(20_000, "1,600,260,001 parameters (6,401,040,004 bytes)")]
    [InlineData(65_536, "17,180,721,153 parameters (68,722,884,612 bytes)")]
    public void CheckSize_TooLargeForAFile_Throws(int hidden, string? size)
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hidden);

        var exception = Record.Exception(() => OnnxExporter.CheckSize(network));

        var message = size is null ? null : $"The network has {size}, but an ONNX file holds at most 2 GB: use fewer hidden units.";
        Assert.Equal(message, exception?.Message);
    }

    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    public void Export_ParityErrorAboveTheTolerance_LeavesTheExistingFile(double tolerance, string shown)
    {
        File.WriteAllText(_folder["model.onnx"], "old");
        var parity = OnnxExporter.Export(_network).ParityError;

        var exception = Assert.Throws<ExportException>(
            () => OnnxExporter.Export(_network, _folder["model.onnx"], options: new ExportOptions { ParityTolerance = tolerance }));

        Assert.Equal(
            FormattableString.Invariant(
                $"The exported network differs from the module by {parity:g3}, more than the tolerance {shown}: nothing was written."),
            exception.Message);
        Assert.Equal(["model.onnx"], _folder.Entries);
        Assert.Equal("old", File.ReadAllText(_folder["model.onnx"]));
    }

    [Fact]
    public void Export_ExistingFile_IsReplaced()
    {
        File.WriteAllText(_folder["model.onnx"], "old");

        var exported = OnnxExporter.Export(_network, _folder["model.onnx"]);

        Assert.Equal(["model.onnx"], _folder.Entries);
        Assert.Equal(exported.Bytes.ToArray(), File.ReadAllBytes(_folder["model.onnx"]));
    }

    [Fact]
    public void Export_MissingFolder_IsCreated()
    {
        OnnxExporter.Export(_network, _folder["new/folder/model.onnx"]);

        Assert.Equal(["new", "new/folder", "new/folder/model.onnx"], _folder.Entries);
    }

    [Fact]
    public void Export_FileAtThePathOfTheFolder_ThrowsAndLeavesIt()
    {
        File.WriteAllText(_folder["file"], "old");
        var path = _folder["file/model.onnx"];

        var exception = Assert.Throws<IOException>(() => OnnxExporter.Export(_network, path));

        Assert.Equal($"File '{path}' cannot be written: {exception.InnerException!.Message}", exception.Message);
        Assert.Equal(["file"], _folder.Entries);
        Assert.Equal("old", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void Export_FolderAtThePathOfTheFile_ThrowsAndLeavesIt()
    {
        Directory.CreateDirectory(_folder["model.onnx"]);
        File.WriteAllText(_folder["model.onnx/inside"], "old");

        var exception = Assert.Throws<IOException>(() => OnnxExporter.Export(_network, _folder["model.onnx"]));

        Assert.Equal($"File '{_folder["model.onnx"]}' cannot be written: {exception.InnerException!.Message}", exception.Message);
        Assert.Equal(["model.onnx", "model.onnx/inside"], _folder.Entries);
    }

    [Fact]
    public void Export_ReadOnlyFolder_LeavesTheExistingFile()
    {
        Assert.SkipUnless(
            !OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess,
            "Folders have no mode on this system, or it does not apply to this user.");
        Directory.CreateDirectory(_folder["closed"]);
        File.WriteAllText(_folder["closed/model.onnx"], "old");
#pragma warning disable CA1416 // skipped above on systems without modes
        File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<IOException>(() => OnnxExporter.Export(_network, _folder["closed/model.onnx"]));
        }
        finally
        {
            File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
#pragma warning restore CA1416

        Assert.Equal(["closed", "closed/model.onnx"], _folder.Entries);
        Assert.Equal("old", File.ReadAllText(_folder["closed/model.onnx"]));
    }

    [Fact]
    public void Export_NameOfMaximumLength_IsWritten()
    {
        var name = new string('m', 250) + ".onnx";

        OnnxExporter.Export(_network, _folder[name]);

        Assert.Equal([name], _folder.Entries);
    }
}
