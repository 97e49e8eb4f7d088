using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Saved pipelines that are damaged or made to harm whoever loads them.</summary>
public sealed class HostilePipelineTests : IDisposable
{
    private const string Model = "TransformerChain/Transform_001/OnnxModel";
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(0x7ffffd78)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void LoadRecurrent_WrongLengthOfTheGraph_IsRefused(int length)
    {
        var file = Forecaster();
        var contents = file[Model].ToArray();
        var actual = contents.Length - sizeof(int);
        BinaryPrimitives.WriteInt32LittleEndian(contents, length);

        Assert.Equal(
            "Saved pipeline in the stream is not an ML.NET zip file or is damaged: entry 'TransformerChain/Transform_001/OnnxModel' is damaged: it "
            + $"announces {length:N0} bytes and contains {actual:N0}.",
            GuardedLoad.Load(file.With(Model, contents).ToArray(), "length"));
    }

    [Theory]
    [InlineData("Schema", 280, 0x1b, 1)]
    [InlineData("Schema", 280, 0x00, 1)]
    [InlineData("Schema", 282, 0x10, 1)]
    [InlineData("Schema", 283, 0x7f, 1)]
    [InlineData("Schema", 48, 0xff, 4)]
    [InlineData("Schema", 40, 0x01, 1)]
    [InlineData("Schema", 40, 0xff, 7)]
    [InlineData("Schema", 24, 0xff, 8)]
    [InlineData("Schema", 32, 0x7f, 7)]
    [InlineData("Schema", 256, 0xff, 5)]
    public void LoadRecurrent_LengthsInTheSchema_AreChecked(string entry, int offset, byte value, int count)
    {
        var file = Forecaster();
        var contents = file[entry].ToArray();
        contents.AsSpan(offset, count).Fill(value);

        Assert.StartsWith(
            "Saved pipeline in the stream is not an ML.NET zip file or is damaged: entry 'Schema' is damaged: ",
            GuardedLoad.Load(file.With(entry, contents).ToArray(), "schema"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LoadRecurrent_GraphThatNeedsUnboundedMemory_IsRefusedWhateverTheFileSays(bool allowAnyGraph)
    {
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = "bomb.onnx", AllowAnyGraph = allowAnyGraph };
        var bomb = Bomb();
        var graph = StockGraph.Extend(bomb, OnnxFile.RequireCard(OnnxFile.Parse(bomb, "bomb"), "bomb"), options);

        var message = GuardedLoad.Load(Forecaster().With(Model, WithLength(graph)).ToArray(), "bomb");

        Assert.NotNull(message);
        if (allowAnyGraph)
            Assert.EndsWith("pass PipelineLoadOptions with AllowAnyGraph to LoadRecurrent.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadRecurrent_ContentsThatGrow_AreRefusedBeforeTheyAreDecompressed()
    {
        var file = Forecaster().Add("TransformerChain/Transform_001/Zeros", new byte[100 << 20]).ToArray(CompressionLevel.SmallestSize);

        Assert.InRange(file.Length, 0, 1 << 20);
        Assert.Contains("decompressed contents exceed 64 MiB plus 100 times", GuardedLoad.Load(file, "bomb"), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadRecurrent_DirectoryStatesOtherSizes_IsRefused()
    {
        var file = Forecaster().ToArray();
        foreach (var size in new uint[] { 0, 1, 100, 60 << 20, 0x7fffffff, 0xfffffffe })
        {
            for (var field = 20; field <= 24; field += 4)
            {
                var changed = file.ToArray();
                var directory = changed.AsSpan().LastIndexOf("PK\x01\x02"u8);
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(directory + field), size);
                var message = GuardedLoad.Load(changed, $"size {size}");

                // Compressed data end where they say so themselves.
                Assert.True(message is not null || field == 20);
            }
        }
    }

    [Theory]
    [InlineData("../Schema")]
    [InlineData("TransformerChain/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("TransformerChain//x")]
    [InlineData("TransformerChain\\..\\x")]
    [InlineData("a\nb")]
    public void LoadRecurrent_InvalidNames_AreRefused(string name) =>
        Assert.EndsWith("has an invalid name.", GuardedLoad.Load(Forecaster().Add(name, [1]).ToArray(), name), StringComparison.Ordinal);

    [Theory]
    [InlineData("Schema")]
    [InlineData("schema")]
    [InlineData("TransformerChain\\Transform_001\\OnnxModel")]
    [InlineData("TransformerChain/Model.key")]
    public void LoadRecurrent_DuplicateEntries_AreRefused(string name) =>
        Assert.EndsWith("is defined more than once.", GuardedLoad.Load(Forecaster().Add(name, [1]).ToArray(), name), StringComparison.Ordinal);

    [Fact]
    public void LoadRecurrent_DeepFolders_AreRefused() => Assert.EndsWith(
        "has an invalid name.",
        GuardedLoad.Load(
            Forecaster()
                .Add(string.Concat(Enumerable.Repeat("Transform_000/", 70)) + "Model.key", Forecaster()["TransformerChain/Model.key"])
                .ToArray(),
            "deep"),
        StringComparison.Ordinal);

    [Fact]
    public void LoadRecurrent_OtherAssembly_IsNotLoaded()
    {
        var file = Pipeline();
        var name = file.Entries.First(entry => entry.Name.EndsWith("Transform_000/Model.key", StringComparison.Ordinal)).Name;
        var contents = file[name].ToArray();
        var start = contents.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Microsoft.ML.Data"));
        Encoding.Unicode.GetBytes("Other").CopyTo(contents, start);

        Assert.Contains("is not one of ML.NET", GuardedLoad.Load(file.With(name, contents).ToArray(), "assembly"), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadRecurrent_LargerThanTheCallerAllows_IsRefused()
    {
        var options = new PipelineLoadOptions { MaxSize = 1_000 };
        var file = Forecaster().ToArray();

        Assert.Equal(
            "Saved pipeline in the stream has more than 1,000 bytes: if you trust it, pass a larger PipelineLoadOptions.MaxSize to LoadRecurrent.",
            GuardedLoad.Load(file, "size", options));
        Assert.Contains(
            $"its decompressed contents exceed MaxSize, {file.Length:N0} bytes.",
            GuardedLoad.Load(file, "size", new PipelineLoadOptions { MaxSize = file.Length }),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _context.Model.LoadRecurrent(new MemoryStream(), new PipelineLoadOptions { MaxSize = 0 }, out _));
    }

    [Fact]
    public void LoadRecurrent_EndlessStream_IsRefused() => Assert.StartsWith(
        "Saved pipeline in the stream has more than 1,000,000 bytes",
        Assert.Throws<RecurrentModelException>(
            () => _context.Model.LoadRecurrent(new EndlessStream(), new PipelineLoadOptions { MaxSize = 1_000_000 }, out _)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void LoadRecurrent_FolderOrDamagedFile_NamesIt()
    {
        _folder.Write(Forecaster().ToArray()[..^100], "short.zip");
        Assert.StartsWith(
            $"Saved pipeline '{_folder[""]}' cannot be read: ",
            Assert.Throws<RecurrentModelException>(() => _context.Model.LoadRecurrent(_folder[""], out _)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"Saved pipeline '{_folder["short.zip"]}' is not an ML.NET zip file or is damaged: ",
            Assert.Throws<RecurrentModelException>(() => _context.Model.LoadRecurrent(_folder["short.zip"], out _)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LoadRecurrent_ForeignGraphOfTheUser_IsCheckedBeforeItRuns()
    {
        var harmless = Pipeline().Add("TransformerChain/Transform_000/OnnxModel", WithLength(TestFile.Create(TestFile.Forecast())));
        var bomb = Pipeline().Add("TransformerChain/Transform_000/OnnxModel", WithLength(Bomb()));

        Assert.Null(GuardedLoad.Load(harmless.ToArray(), "harmless"));
        Assert.Contains("was rejected. ", GuardedLoad.Load(bomb.ToArray(), "foreign"), StringComparison.Ordinal);
        Assert.Null(GuardedLoad.Load(bomb.ToArray(), "foreign", new PipelineLoadOptions { AllowAnyGraph = true }));
    }

    [Fact]
    public void LoadRecurrent_PartsOfAModelThatIsReplaced_AreNotLoaded()
    {
        // ML.NET would fail on this part of the chain, but this library's transformer takes the place of the whole chain.
        var file = Forecaster();
        var name = file.Entries.First(entry => entry.Name.EndsWith("Transform_000/Model.key", StringComparison.Ordinal)).Name;
        var contents = file[name].ToArray();
        contents[0x50] ^= 1;

        Assert.Null(GuardedLoad.Load(file.With(name, contents).ToArray(), "unused"));
        Assert.NotNull(Record.Exception(() => _context.Model.Load(new MemoryStream(file.With(name, contents).ToArray()), out _)));
    }

    [Fact]
    public void LoadRecurrent_EntriesWithBackslashes_Loads() =>
        Assert.Null(GuardedLoad.Load(Pipeline().Rename(name => name.Replace('/', '\\')).ToArray(), "backslashes"));

    [Theory]
    [MemberData(nameof(SmallEntries))]
    public void LoadRecurrent_AnyByteOfASmallEntryChanged_LoadsOrIsRefused(bool inPipeline, string name)
    {
        var file = inPipeline ? Pipeline() : Forecaster();
        var contents = file[name];
        var random = new Random(1);

        // Lengths and positions lie in the first part of the body after the header; the rest is sampled.
        for (var offset = 0; offset < contents.Length; offset += offset is >= 0x100 and < 0x140 ? 1 : 1 + random.Next(12))
        {
            byte[] values = [0, 0xff, (byte)(contents[offset] ^ (1 << random.Next(8)))];
            var changed = contents.ToArray();
            changed[offset] = values[offset % 3];
            GuardedLoad.Load(file.With(name, changed).ToArray(CompressionLevel.NoCompression), $"{name}, byte {offset} = {changed[offset]}");
        }

        for (var length = 0; length < contents.Length; length += 1 + (length / 2))
            GuardedLoad.Load(file.With(name, contents[..length]).ToArray(CompressionLevel.NoCompression), $"{name}, {length} bytes");
    }

    [Fact]
    public void LoadRecurrent_EntriesSwappedOrLeftOut_LoadsOrIsRefused()
    {
        var file = Pipeline();
        var random = new Random(1);
        foreach (var (name, _) in file.Entries)
        {
            GuardedLoad.Load(file.Without(name).ToArray(), $"without {name}");
            GuardedLoad.Load(file.With(name, file.ToArray()).ToArray(), $"{name} is a zip file");
            var (other, contents) = file.Entries[random.Next(file.Entries.Count)];
            GuardedLoad.Load(file.With(name, contents).ToArray(), $"{name} is {other}");
        }
    }

    [Fact]
    public void LoadRecurrent_AnyByteOfTheFileChanged_LoadsOrIsRefused()
    {
        var file = Forecaster().ToArray();
        for (var offset = 0; offset < file.Length; offset += offset > file.Length - 1_500 ? 13 : 211)
        {
            var changed = file.ToArray();
            changed[offset] ^= (byte)(1 << (offset % 8));
            GuardedLoad.Load(changed, $"byte {offset}");
        }

        for (var length = 0; length < file.Length; length += 1_009)
            GuardedLoad.Load(file[..length], $"{length} bytes");
    }

    public static TheoryData<bool, string> SmallEntries()
    {
        using var tests = new HostilePipelineTests();
        var data = new TheoryData<bool, string>();
        foreach (var inPipeline in new[] { false, true })
        {
            var file = inPipeline ? tests.Pipeline() : tests.Forecaster();
            foreach (var (name, contents) in file.Entries.Where(entry => entry.Contents.Length < 4_000))
                data.Add(inPipeline, name);
        }

        return data;
    }

    // A model that also computes a tensor of gigabytes.
    private static byte[] Bomb()
    {
        var model = OnnxFile.Parse(TestFile.Create(TestFile.Forecast()), "model");
        var shape = new TensorProto { Name = "shape", DataType = (int)TensorProto.Types.DataType.Int64 };
        shape.Dims.Add(1);
        shape.Int64Data.Add(700_000_000);
        model.Graph.Initializer.Add(shape);
        var fill = new NodeProto { OpType = "ConstantOfShape", Name = "fill" };
        fill.Input.Add("shape");
        fill.Output.Add("filled");
        model.Graph.Node.Insert(0, fill);
        return model.ToByteArray();
    }

    private static byte[] WithLength(byte[] graph)
    {
        var contents = new byte[graph.Length + sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(contents, graph.Length);
        graph.CopyTo(contents, sizeof(int));
        return contents;
    }

    private PipelineFile Forecaster()
    {
        var view = _context.ViewOf([], 20);
        var file = _folder.Write(TestFile.Create(TestFile.Forecast()));
        return PipelineFile.Save(_context, _context.Transforms.ApplyRecurrentModel("Score", "Sequence", file).Fit(view), OnlySequence(20));
    }

    // Columns of several types, with names of keys and slots, and transformers of ML.NET around the recurrent model.
    private PipelineFile Pipeline()
    {
        var rows = _context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 6).Select(row => new Row { First = row, Rest = [row, 2, 3], Name = $"name {row % 3}" }));
        var keyed = _context.Transforms.Conversion.MapValueToKey("Key", "Name")
            .Append(_context.Transforms.Concatenate("Slots", "First", "Rest"))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Names", "Key"))
            .Fit(rows).Transform(rows);
        var file = _folder.Write(TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"]));
        var pipeline = _context.Transforms.Concatenate("Window", "First", "Rest")
            .Append(_context.Transforms.Conversion.ConvertType("Double", "First", DataKind.Double))
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Window", file))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Weather", "PredictedLabel"))
            .Append(_context.Transforms.CopyColumns("Copy", "Score"))
            .Fit(keyed);
        return PipelineFile.Save(_context, pipeline, keyed.Schema);
    }

    private static DataViewSchema OnlySequence(int size)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Sequence", new VectorDataViewType(NumberDataViewType.Single, size));
        return builder.ToSchema();
    }

    private sealed class Row
    {
        public float First { get; set; }

        [VectorType(3)]
        public float[] Rest { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
