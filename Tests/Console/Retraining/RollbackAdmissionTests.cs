using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>What <c>rollback</c> puts in the place of a model.</summary>
public sealed class RollbackAdmissionTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public static TheoryData<string> Damages => ["empty", "text", "truncated", "no card", "bomb", "external", "unknown operator", "pipe"];

    private string Model => _call["m.onnx"];

    private string Entry => Path.Combine(_call["m.history"], "0001.onnx");

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(ReplacementModels.Others), MemberType = typeof(ReplacementModels))]
    public async Task Rollback_AnotherSignature_RequiresForce(string current, string earlier, string difference)
    {
        var (before, after) = Place(current, earlier);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", Model));
        Assert.Equal(
            $"error: '{Entry}' cannot replace '{Model}': {difference}. To restore it anyway: mlnet-recurrent rollback {Model} --force",
            _call.Errors.TrimEnd());
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", Model, "--to", "1"));
        Assert.EndsWith($" To restore it anyway: mlnet-recurrent rollback {Model} --to 1 --force", _call.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
        Assert.Single(Directory.GetFiles(_call["m.history"]));

        Assert.Equal(
            $"'{Entry}' cannot replace '{Model}': {difference}. Set force to restore it anyway.",
            Assert.Throws<ArgumentException>(() => TableTrainer.Rollback(Model)).Message);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", Model, "--force"));
        Assert.Equal(after, await File.ReadAllBytesAsync(Model));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_call["m.history"], "0002.onnx")));
    }

    [Theory]
    [MemberData(nameof(ReplacementModels.Interchangeable), MemberType = typeof(ReplacementModels))]
    // Retraining adds the names of columns, and can be taken back.
    [InlineData("named", "forecaster")]
    public async Task Rollback_SameSignature_IsRestored(string current, string earlier)
    {
        var (_, after) = Place(current, earlier);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", Model));

        Assert.Equal("", _call.Errors);
        Assert.Equal(after, await File.ReadAllBytesAsync(Model));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Rollback_FileThatNoApplicationCanLoad_IsRefusedEvenWithForce(string damage)
    {
        Assert.SkipWhen(damage == "pipe" && !OperatingSystem.IsLinux(), "Pipes in the file system are made on Linux.");
        var (before, _) = Place("forecaster", "hidden");
        Damage(damage);

        foreach (var force in new[] { false, true })
        {
            string[] arguments = force ? ["rollback", Model, "--to", "1", "--force"] : ["rollback", Model, "--to", "1"];
            Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(arguments));
            Assert.StartsWith("error: ", _call.Errors, StringComparison.Ordinal);
            Assert.Single(_call.Errors.TrimEnd().Split('\n'));
            Assert.Contains(damage == "pipe" ? Model : Entry, _call.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("AllowAnyGraph", _call.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
        Assert.Single(Directory.GetFileSystemEntries(_call["m.history"]));
        Assert.False(File.Exists($"{Model}.lock"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rollback_ChangedEntryWithChecksum_IsDamaged(int change)
    {
        var (before, _) = Place("forecaster", "hidden");
        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", Model));
        var saved = Path.Combine(_call["m.history"], "0002.onnx");
        var bytes = await File.ReadAllBytesAsync(saved);
        Assert.Equal(before, bytes);
        switch (change)
        {
            // A weight: the file can be read, and is another model.
            case 0:
                bytes[^100] ^= 1;
                break;
            case 1:
                bytes = bytes[..^1];
                break;
            default:
                bytes = ReplacementModels.Create("cell");
                break;
        }

        await File.WriteAllBytesAsync(saved, bytes);
        var current = await File.ReadAllBytesAsync(Model);

        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("rollback", Model, "--to", "2", "--force"));

        Assert.StartsWith($"error: '{saved}' is damaged: ", _call.Errors, StringComparison.Ordinal);
        Assert.Equal(current, await File.ReadAllBytesAsync(Model));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    public async Task Rollback_DamagedCurrentModel_IsRepairedAndKept(string text)
    {
        var (_, after) = Place("forecaster", "hidden");
        await File.WriteAllTextAsync(Model, text);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", Model));

        Assert.Equal(after, await File.ReadAllBytesAsync(Model));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(_call["m.history"], "0002.onnx")));
    }

    [Fact]
    public async Task Rollback_Int8Model_IsRestored()
    {
        var (_, after) = Place("forecaster", "hidden");
        using var network = OnnxImporter.Import(after).Network;
        using var data = SequenceData.FromTensors(TorchSharp.torch.rand(8, 5, 2), TorchSharp.torch.rand(8, 1, 1));
        OnnxExporter.ExportInt8(network, data, 1, Entry);

        Assert.Equal(ExitCode.Success, await _call.RunAsync("rollback", Model));

        Assert.Equal(WeightPrecision.Int8, OnnxFile.ReadCard(Model).Precision);
    }

    private (byte[] Current, byte[] Earlier) Place(string current, string earlier)
    {
        var (before, after) = (ReplacementModels.Create(current), ReplacementModels.Create(earlier));
        Directory.CreateDirectory(_call["m.history"]);
        File.WriteAllBytes(Model, before);
        // As version 0.1 wrote it: without a checksum.
        File.WriteAllBytes(Entry, after);
        return (before, after);
    }

    private void Damage(string damage)
    {
        if (damage == "pipe")
        {
            File.Delete(Entry);
            System.Diagnostics.Process.Start("mkfifo", Entry).WaitForExit();
            return;
        }

        File.WriteAllBytes(Entry, damage switch
        {
            "empty" => [],
            "text" => "to be restored"u8.ToArray(),
            "truncated" => HostileFile.Legitimate()[..^50],
            "no card" => HostileFile.With(model => model.MetadataProps.Clear()),
            "bomb" => HostileFile.WithNodes(graph => graph.Node("ConstantOfShape", "bomb", graph.Integers("shape", 1 << 16, 1 << 15))),
            "external" => HostileFile.With(model => model.Weight().StoreExternally("weights.bin")),
            _ => HostileFile.WithNodes(graph => graph.Node("Unique", "found", "layers.0.R")),
        });
    }
}
