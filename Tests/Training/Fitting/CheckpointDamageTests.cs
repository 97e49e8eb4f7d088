using System.Diagnostics;
using System.Text;
using TorchSharp.Modules;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class CheckpointDamageTests : IDisposable
{
    private const string Advice = "Delete it to start over, or replace it with an intact copy.";

    private static readonly FitOptions Options = new() { Epochs = 1, Patience = 50, WeightAverageDecay = 0.9, BatchSize = 16 };

    private readonly TemporaryFolder _folder = new();
    private readonly RecurrentNetwork _network =
        TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 2));

    private readonly OptimizerHelper _optimizer;
    private readonly WeightAverage _average;

    public CheckpointDamageTests()
    {
        _optimizer = OptimizerFactory.Create(Options, _network.parameters());
        _average = new WeightAverage(_network.parameters(), 0.9);
    }

    public void Dispose()
    {
        _average.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsRefused()
    {
        var whole = WriteCheckpoint();

        for (var length = 0; length < whole.Length; length++)
            Assert.StartsWith($"Checkpoint '{_folder["c"]}' is damaged: ", Refuse(whole[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyBitOfTheHeaderOrRandomBitsChanged_IsRefused()
    {
        var whole = WriteCheckpoint();
        var random = new Random(1);
        var bits = Enumerable.Range(0, 8 * CheckpointHeader.Length).Concat(Enumerable.Range(0, 3000).Select(_ => random.Next(8 * whole.Length)));

        foreach (var bit in bits)
        {
            var changed = (byte[])whole.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.StartsWith($"Checkpoint '{_folder["c"]}' is damaged: ", Refuse(changed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_Damaged_StatesTheReason()
    {
        var whole = WriteCheckpoint();
        var contents = whole.Length - CheckpointHeader.Length;
        var swapped = (byte[])whole.Clone();
        (swapped[^1], swapped[^2]) = ((byte)~swapped[^1], (byte)~swapped[^2]);

        AssertDamaged("it is empty", []);
        AssertDamaged("it does not begin like a checkpoint", "date,passengers"u8.ToArray());
        AssertDamaged("it does not begin like a checkpoint", new byte[4000]);
        AssertDamaged("it has 30 bytes, less than its header", whole[..30]);
        AssertDamaged($"its header announces {contents:N0} bytes of contents, but {contents + 1:N0} follow", [.. whole, 0]);
        AssertDamaged($"its header announces {contents:N0} bytes of contents, but {whole.Length + contents:N0} follow", [.. whole, .. whole]);
        AssertDamaged("its contents do not match its checksum", swapped);
    }

    [Fact]
    public void Read_NewerVersion_IsRefusedByItsOwnSentence()
    {
        var file = WriteCheckpoint();
        CheckpointHeader.Write(file, version: 4);

        Assert.Equal(
            $"Checkpoint '{_folder["c"]}' was written by a newer version of MlNetRecurrent: its format is 4, this version reads up to 3. Resume "
                + "with the newer version, or delete the file to start over.",
            Refuse(file));
    }

    // A valid checksum over contents that do not add up, as from a faulty writer: LibTorch must not see them.
    [Fact]
    public void Read_ContentsWithValidChecksumCutOrExtended_IsRefused()
    {
        var whole = WriteCheckpoint();

        for (var length = CheckpointHeader.Length; length < whole.Length; length += 7)
        {
            var cut = whole[..length];
            CheckpointHeader.Write(cut);
            Refuse(cut);
        }

        byte[] extended = [.. whole, 0];
        CheckpointHeader.Write(extended);
        AssertDamaged("1 bytes follow its end", extended);
    }

    [Theory]
    [InlineData(FitOptimizer.Adam)]
    [InlineData(FitOptimizer.AdamW)]
    [InlineData(FitOptimizer.Sgd)]
    [InlineData(FitOptimizer.RmsProp)]
    public void Check_StateOfEachOptimizerCutAnywhere_IsRefused(FitOptimizer optimizer)
    {
        using var data = TestData.Sine();
        using var helper = OptimizerFactory.Create(new FitOptions { Optimizer = optimizer }, _network.parameters());
        using (var loss = _network.forward(data.GatherAll().Inputs).sum())
            loss.backward();
        helper.step();
        using var buffer = new MemoryStream();
        OptimizerFrames.Write(new BinaryWriter(buffer), helper);
        var whole = buffer.ToArray();

        Assert.Equal(whole.Length, Advance(whole, helper));
        for (var length = 0; length < whole.Length; length++)
        {
            var exception = Record.Exception(() => Advance(whole[..length], helper));
            Assert.True(exception is FormatException or EndOfStreamException, $"{length}: {exception}");
        }

        static long Advance(byte[] bytes, OptimizerHelper helper)
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            OptimizerFrames.Check(reader, helper);
            return reader.BaseStream.Position;
        }
    }

    // Without a checksum, a changed value can go unnoticed; types, shapes and lengths cannot, and nothing else may be thrown.
    [Fact]
    public void Read_CheckpointOfVersion01CutExtendedOrChanged_IsRefusedOrRead()
    {
        var whole = File.ReadAllBytes(FitOfVersion01.Checkpoint);
        var identity = FitOfVersion01.ReadIdentity();
        using var network = TestNetworks.Initial(FitOfVersion01.Network);
        using var optimizer = OptimizerFactory.Create(FitOfVersion01.Options, network.parameters());
        using var average = new WeightAverage(network.parameters(), 0.9);
        var start = Encoding.UTF8.GetByteCount(identity);

        Assert.Null(TryRead(whole));
        Assert.EndsWith($"is damaged: 1 bytes follow its end. {Advice}", TryRead([.. whole, 0]), StringComparison.Ordinal);
        for (var length = 0; length < whole.Length; length += length < start ? 101 : 9)
            Assert.NotNull(TryRead(whole[..length]));
        var random = new Random(2);
        var refused = 0;
        for (var trial = 0; trial < 1000; trial++)
        {
            var changed = (byte[])whole.Clone();
            changed[random.Next(start, whole.Length)] ^= (byte)(1 << random.Next(8));
            refused += TryRead(changed) is null ? 0 : 1;
        }

        Assert.True(refused > 300, $"{refused} were refused.");

        string? TryRead(byte[] bytes)
        {
            var checkpoint = new Checkpoint("c", identity);
            try
            {
                checkpoint.Restore(bytes, network, optimizer, average).Dispose();
                return null;
            }
            catch (InvalidDataException exception)
            {
                return exception.Message;
            }
        }
    }

    // Bit 30 of a value makes it huge, or tiny: huge means of gradients betray themselves.
    [Theory]
    [InlineData(FitOptimizer.Adam)]
    [InlineData(FitOptimizer.AdamW)]
    public void Check_HugeMeanOfGradients_IsRefusedWithoutChecksum(FitOptimizer kind)
    {
        using var optimizer = OptimizerFactory.Create(new FitOptions { Optimizer = kind }, _network.parameters());
        using var buffer = new MemoryStream();
        OptimizerFrames.Write(new BinaryWriter(buffer), optimizer);
        var state = buffer.ToArray();
        Check(state);

        // The last tensor of the last parameter is followed by one flag; its first moment has as many values.
        var last = _network.parameters().Last().numel();
        var frame = 1 + 1 + _network.parameters().Last().shape.Length;
        state[^(int)(1 + (4 * last) + frame + 1)] ^= 0x40;

        Assert.Equal("the state of its optimizer has values that no gradients lead to", Assert.Throws<FormatException>(() => Check(state)).Message);

        void Check(byte[] bytes)
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            OptimizerFrames.Check(reader, optimizer, checkValues: true);
        }
    }

    [Fact]
    public void Read_FolderInItsPlace_NamesIt()
    {
        Directory.CreateDirectory(_folder["c"]);

        var exception = Assert.Throws<IOException>(() => Read("c"));

        Assert.Equal($"Checkpoint '{_folder["c"]}' cannot be read: it is a folder, expected a regular file.", exception.Message);
    }

    [Fact]
    public void Read_PipeInItsPlace_NamesItAndDoesNotWait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        Process.Start("mkfifo", [_folder["c"]])!.WaitForExit();

        var exception = Assert.Throws<IOException>(() => Read("c"));

        Assert.Equal($"Checkpoint '{_folder["c"]}' cannot be read: it is a pipe, expected a regular file.", exception.Message);
    }

    private byte[] WriteCheckpoint()
    {
        using var state = new FitState { Epoch = 1, CompletedEpochs = 1, Time = TimeSpan.FromSeconds(1), Loss = 1 };
        state.UpdateBest(0.5, _network);
        new Checkpoint(_folder["c"], "a fit").Write(_network, _optimizer, state, _average);
        Read("c")!.Dispose();
        return File.ReadAllBytes(_folder["c"]);
    }

    private FitState? Read(string name) => new Checkpoint(_folder[name], "a fit").Read(_network, _optimizer, _average);

    private string Refuse(byte[] file) => Assert.Throws<InvalidDataException>(
        () => new Checkpoint(_folder["c"], "a fit").Restore(file, _network, _optimizer, _average)).Message;

    private void AssertDamaged(string reason, byte[] file) =>
        Assert.Equal($"Checkpoint '{_folder["c"]}' is damaged: {reason}. {Advice}", Refuse(file));
}
