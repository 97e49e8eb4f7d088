using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The page of the ONNX reader says for each kind of file which engine scores it, and whether it can be imported.</summary>
public sealed class KindTableTests
{
    private static readonly string Page = Path.Combine(AppContext.BaseDirectory, "Onnx", "README.md");

    public static TheoryData<string, string, string> Rows => [.. ReadRows().Select(row => (row[0], row[1], row[2]))];

    [Fact]
    public void Table_HasARowForEveryKind() => Assert.Equal(KindTable.Files.Keys.Order(), ReadRows().Select(row => row[0]).Order());

    [Theory, MemberData(nameof(Rows))]
    public void Table_EveryRow_IsTrue(string kind, string engine, string imported)
    {
        var file = KindTable.Files[kind]();
        if (engine == "ONNX Runtime, with `AllowAnyGraph`")
            Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, kind, KindTable.GetOptions(kind, allowAnyGraph: false)));
        using var model = RecurrentModel.Load(file, kind, KindTable.GetOptions(kind, engine.Contains("AllowAnyGraph", StringComparison.Ordinal)));
        var steps = model.Network.Graph?.FixedSteps ?? 9;
        Assert.Equal(engine.Split(',')[0], model.Engine == RecurrentEngine.Managed ? "managed engine" : "ONNX Runtime");
        if (model.Network.Embedding is null)
        {
            var batch = new SequenceBatch
            {
                Values = new float[steps * model.Network.Features],
                OtherInputs = new float[model.Network.Graph?.GetOtherInputsSize(steps) ?? 0],
                Count = 1,
            };
            model.ScoreBatch(batch, new float[model.GetOutputSize(steps)]);
        }

        var isRead = Record.Exception(() => RecurrentGraphReader.Read(OnnxFile.Parse(file, kind), kind)) is null;
        Assert.Equal(imported == "yes", isRead);
        Assert.True(isRead || imported.StartsWith("no: ", StringComparison.Ordinal), $"{kind}: {imported}");
    }

    private static List<string[]> ReadRows() =>
    [
        .. File.ReadAllLines(Page)
            .SkipWhile(line => line != "| kind | scored by | imported |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
