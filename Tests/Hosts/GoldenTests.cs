using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Tests the contents of the goldens and the command that creates them.</summary>
public sealed class GoldenTests
{
    private static readonly GoldenFolders Folders = GoldenFolders.InRepository;

    public static TheoryData<string> Names => [.. Folders.GoldenNames];

    [Fact]
    public void Goldens_Names_AreThoseOfTheExportedFiles() => Assert.Equal(Folders.Models, Folders.GoldenNames);

    [Theory, MemberData(nameof(Names))]
    public void Golden_Cases_CoverBatchesLengthsAndStates(string name)
    {
        var golden = Golden.Read(Folders.GetGoldenPath(name));

        Assert.Equal($"{name}.onnx", golden.Model);
        Assert.Equal($"dotnet run -c Release --project Tests/Benchmarks -- golden {name}", golden.Command);
        Assert.StartsWith("Microsoft.ML.OnnxRuntime 1.", golden.Runtime, StringComparison.Ordinal);
        string[] states = golden.Cases.Any(@case => Sets(@case, "c0")) ? ["hn", "cn"] : ["hn"];
        Assert.All(
            golden.Cases,
            @case => Assert.Equal(["output", .. states], @case.Outputs.Select(output => output.Name).Where(output => output != "quantiles")));
        Assert.Contains(golden.Cases, @case => @case.Batch > 1 && !@case.HasOptionalInputs);
        Assert.Contains(golden.Cases, @case => Sets(@case, "lengths") && !Sets(@case, "h0"));
        Assert.Contains(golden.Cases, @case => !Sets(@case, "lengths") && Sets(@case, "h0"));
        Assert.Contains(golden.Cases, @case => Sets(@case, "lengths") && Sets(@case, "h0"));
        Assert.True(golden.Cases.Select(@case => @case.Inputs[0].Shape[1]).Distinct().Count() > 3);
        // A network without its weights would give equal outputs for all inputs.
        var outputs = golden.Cases.SelectMany(@case => @case.Outputs).Where(output => output.Values.Length > 1);
        Assert.All(outputs, output => Assert.True(output.Values.Distinct().Count() > output.Values.Length / 2));
    }

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        using var folder = new TemporaryFolder();
        var golden = GoldenMaker.Make(Folders.GetModelPath("sine-lstm"), "the command");

        golden.Write(folder["golden.json"]);

        Assert.Equivalent(golden, Golden.Read(folder["golden.json"]), strict: true);
    }

    [Fact]
    public void Command_FileWithoutGolden_CreatesIt()
    {
        using var folder = new TemporaryFolder();
        var folders = Copy(folder, "sine-gru");
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(0, GoldenCommand.Run("sine-gru", folders, output, errors));

        Assert.Equal("", errors.ToString());
        var golden = Golden.Read(folders.GetGoldenPath("sine-gru"));
        Assert.Equal(
            $"{folders.GetGoldenPath("sine-gru")}: {golden.Cases.Count} cases of sine-gru.onnx, computed by {OnnxRuntimeHost.Version}",
            output.ToString().TrimEnd());
        Assert.Equivalent(GoldenMaker.Make(folders.GetModelPath("sine-gru"), golden.Command), golden, strict: true);
    }

    [Fact]
    public void Command_GoldenOfTheSameFile_IsNotReplaced()
    {
        using var folder = new TemporaryFolder();
        var folders = Copy(folder, "sine-gru");
        var golden = GoldenMaker.Make(folders.GetModelPath("sine-gru")) with { Cases = [] };
        golden.Write(folders.GetGoldenPath("sine-gru"));
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, GoldenCommand.Run("sine-gru", folders, output, errors));

        Assert.Equal(
            $"error: '{folders.GetGoldenPath("sine-gru")}' already is the golden for this file: if a host gives other outputs, investigate the host.",
            errors.ToString().TrimEnd());
        Assert.Empty(Golden.Read(folders.GetGoldenPath("sine-gru")).Cases);
    }

    [Fact]
    public void Command_NoSuchFile_ListsTheExistingFiles()
    {
        using var folder = new TemporaryFolder();
        var folders = Copy(folder, "sine-gru");
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, GoldenCommand.Run("cosine", folders, output, errors));

        Assert.Equal(
            $"error: '{folders.GetModelPath("cosine")}' does not exist: expected the name of an exported file without .onnx, one of sine-gru.",
            errors.ToString().TrimEnd());
    }

    private static bool Sets(GoldenCase @case, string input) => @case.Inputs.Any(tensor => tensor.Name == input);

    private static GoldenFolders Copy(TemporaryFolder folder, string model)
    {
        var folders = new GoldenFolders(folder.Path, folder.Path);
        File.Copy(Folders.GetModelPath(model), folders.GetModelPath(model));
        return folders;
    }
}
