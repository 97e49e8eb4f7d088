using Xunit;

namespace MlNetRecurrent.EndToEnd;

public sealed class SineJobTests(SineJobFixture job) : IClassFixture<SineJobFixture>
{
    public static TheoryData<string> Cells => new("rnn", "lstm", "gru");

    [Fact]
    public void Run_Redirected_PrintsPlainLossesTableAndFiles()
    {
        Assert.Equal("", job.First.Errors);
        Assert.Equal(0, job.First.ExitCode);
        Assert.StartsWith("y = sin(x), 1000 points over [0, 100].", job.First.Output, StringComparison.Ordinal);
        Assert.Equal(3, Count(@"^Epoch 10, Loss: 0\.\d{4,6}\r?$"));
        Assert.Equal(3, Count(@"^Epoch 20, Loss: 0\.\d{4,6}\r?$"));
        Assert.Equal(6, Count("^Epoch "));
        Assert.Matches(
            @"Para-\s+Final\s+Unseen\s+Torch/\s+ML\.NET\s+Cell\s+Gates\s+States\s+meters\s+Training\s+loss\s+RMSE\s+ONNX\s+rows/s", job.First.Output);
        Assert.Matches(@"LSTM\s+3\s+2\s+733\s", job.First.Output);
        Assert.DoesNotContain('\u001b', job.First.Output);
    }

    [Fact]
    public void Run_Twice_WritesTheSameBytes()
    {
        Assert.Equal(0, job.Second.ExitCode);
        foreach (var cell in new[] { "rnn", "lstm", "gru" })
            Assert.Equal(File.ReadAllBytes(Model(cell, job.FirstFolder)), File.ReadAllBytes(Model(cell, job.SecondFolder)));
    }

    [Fact]
    public void Run_WritesOnlyTheModelsAndThePicture() =>
        Assert.Equal(
            ["sine-gru.onnx", "sine-lstm.onnx", "sine-rnn.onnx", "sine.png"],
            Directory.GetFileSystemEntries(job.FirstFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Run_Picture_IsAPng() =>
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(job.FirstFolder, "sine.png")).Take(4));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Exported_InEveryHost_HasTheSameOutputs(string cell)
    {
        var file = Model(cell, job.FirstFolder);
        var rows = SineRows.Unseen(100);

        var plain = Hosts.PlainOnnxRuntime(file, rows);

        Assert.All(Hosts.StockMlNet(file, rows).Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(Hosts.Pipeline(file, rows).Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    private int Count(string pattern) => System.Text.RegularExpressions.Regex.Count(
        job.First.Output, pattern, System.Text.RegularExpressions.RegexOptions.Multiline);

    private static string Model(string cell, string folder) => Path.Combine(folder, $"sine-{cell}.onnx");
}
