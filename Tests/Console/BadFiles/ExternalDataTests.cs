using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Tensors whose values are in another file, which is read only from the model's folder.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly byte[] _weights;

    public ExternalDataTests()
    {
        Directory.CreateDirectory(Folder);
        _weights = OnnxFile.Parse(HostileFile.Legitimate(), "legitimate").Weight().RawData.ToByteArray();
        File.WriteAllBytes(Path.Combine(Folder, "weights.bin"), [1, 2, 3, 4, .. _weights]);
        File.WriteAllBytes(_root["outside.bin"], _weights);
    }

    private string Folder => _root["models"];

    private string Model => Path.Combine(Folder, "model.onnx");

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("./weights.bin")]
    public void Load_DataNextToTheModel_IsRead(string location)
    {
        Write(tensor => tensor.StoreExternally(location, offset: 4, length: _weights.Length));
        var expected = new float[1];
        var output = new float[1];
        using (var legitimate = RecurrentModel.Load(HostileFile.Legitimate()))
            legitimate.Score([1, 2, 3, 4], expected);
        using (var model = RecurrentModel.Load(Model))
            model.Score([1, 2, 3, 4], output);
        Assert.Equal(expected, output);
        using var imported = OnnxImporter.Import(Model).Network;
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("link.bin")]
    public async Task Import_OutputIsExternalDataOfTheModel_IsRefused(string output)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, creating links needs permissions that tests may not have.");
        Write(tensor => tensor.StoreExternally("weights.bin", offset: 4, length: _weights.Length));
        File.CreateSymbolicLink(Path.Combine(Folder, "link.bin"), "weights.bin");
        using var call = new ConsoleCall();
        var path = Path.Combine(Folder, output);

        Assert.Equal(ExitCode.InvalidInput, await call.RunAsync("import", Model, "--out", path));

        Assert.Equal(
            $"error: Option --out '{path}' holds the external data of MODEL.onnx '{Model}': an output must not replace an input. "
                + "Choose another path.",
            call.Errors.TrimEnd());
        var data = await File.ReadAllBytesAsync(Path.Combine(Folder, "weights.bin"), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4, .. _weights], data);
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("sub/../../outside.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("C:\\weights.bin")]
    [InlineData("..")]
    [InlineData("")]
    public Task Load_DataOutsideTheFolder_IsRefused(string location) => RefusedAsync(
        tensor => tensor.StoreExternally(location),
        $"stores its values in '{location}', which is not next to the model: only files in the model's folder are read.");

    [Fact]
    public Task Load_LinkToDataOutsideTheFolder_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, creating links needs permissions that tests may not have.");
        File.CreateSymbolicLink(Path.Combine(Folder, "link.bin"), _root["outside.bin"]);
        return RefusedAsync(
            tensor => tensor.StoreExternally("link.bin"),
            "stores its values in 'link.bin', which is not next to the model: only files in the model's folder are read.");
    }

    [Fact]
    public Task Load_MissingDataFile_IsRefused() => RefusedAsync(
        tensor => tensor.StoreExternally("missing.bin"),
        $"stores its values in 'missing.bin', which cannot be read: Could not find file '{Path.Combine(Folder, "missing.bin")}'.");

    [Fact]
    public Task Load_DataFileWithoutName_IsRefused() => RefusedAsync(
        tensor =>
        {
            tensor.StoreExternally("weights.bin");
            tensor.ExternalData.Clear();
        },
        "stores its values in another file, but does not name it.");

    [Theory]
    [InlineData(50L, 96L, "stores 96 bytes at offset 50 of 'weights.bin', which has 100 bytes.")]
    [InlineData(200L, null, "stores -100 bytes at offset 200 of 'weights.bin', which has 100 bytes.")]
    [InlineData(0L, long.MaxValue, "stores 9223372036854775807 bytes at offset 0 of 'weights.bin', which has 100 bytes.")]
    [InlineData(-4L, 96L, "has the offset '-4' in its external data, expected a non-negative integer.")]
    [InlineData(null, null, "stores 100 bytes in 'weights.bin', but its shape requires 96.")]
    public Task Load_DataOutsideTheFile_IsRefused(long? offset, long? length, string message) =>
        RefusedAsync(tensor => tensor.StoreExternally("weights.bin", offset, length), message);

    [Fact]
    public void Load_FromBytes_IsRefused()
    {
        Write(tensor => tensor.StoreExternally("weights.bin", offset: 4, length: _weights.Length));
        var file = File.ReadAllBytes(Model);
        Assert.Equal(
            "Model file 'model' was rejected. Tensor 'layers.0.W' stores its values in another file. If you trust the file, set AllowAnyGraph.",
            Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file)).Message);
        Assert.Equal(
            "Model file 'model' is damaged. Tensor 'layers.0.W' stores its values in another file: save the model with its weights inside.",
            Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(file)).Message);
    }

    private void Write(Action<TensorProto> change) => File.WriteAllBytes(Model, HostileFile.With(model => change(model.Weight())));

    private Task RefusedAsync(Action<TensorProto> change, string message)
    {
        Write(change);
        return EntryPoints.RefuseAsync(Model, $"Model file '{Model}': tensor 'layers.0.W' {message}", isDescribed: false);
    }
}
