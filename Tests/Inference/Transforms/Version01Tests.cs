using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Saved pipelines, scoring options and stream states written by version 0.1.</summary>
public sealed class Version01Tests
{
    private static readonly Recorded Expected = JsonSerializer.Deserialize<Recorded>(File.ReadAllText(Fixture("scores-0.1.json")))!;

    [Fact]
    public void LoadRecurrent_PipelineOfVersion01_GivesTheSameScoresAndOptions()
    {
        var context = new MLContext();

        var loaded = context.Model.LoadRecurrent(Fixture("pipeline-0.1.zip"), out _);

        var options = Assert.Single(Assert.IsType<TransformerChain<ITransformer>>(loaded).OfType<RecurrentTransformer>()).Options;
        Assert.Equal(("Window", "Forecast", 5, 2), (options.InputColumnName, options.OutputColumnName, options.BatchSize, options.Workers));
        Assert.Equal((NonFinitePolicy.Throw, RecurrentEngine.Managed), (options.NonFinite, options.Engine));
        AssertScores(loaded.Transform(View(context)));
    }

    [Fact]
    public void Load_PipelineOfVersion01_GivesTheSameScores()
    {
        var context = new MLContext();

        var loaded = context.Model.Load(Fixture("pipeline-0.1.zip"), out _);

        AssertScores(loaded.Transform(View(context)));
    }

    [Fact]
    public void RestoreState_OfVersion01_ContinuesWithTheSameForecasts()
    {
        using var model = RecurrentModel.Load(Path.Combine(AppContext.BaseDirectory, "Exported", "sine-lstm.onnx"));
        var stream = model.OpenStream();
        var forecast = new float[1];

        stream.RestoreState(Expected.State);

        // After the magic number and the fingerprint; the present format adds the number of floats before them, and a checksum after them.
        Assert.Equal(Expected.State[20..], stream.SaveState()[24..^16]);
        for (var step = 0; step < Expected.Next.Length; step++)
        {
            stream.Step([MathF.Sin((12 + step) * 0.3f)], forecast);
            Assert.Equal(Expected.Next[step], forecast[0], 1e-5f);
        }
    }

    [Fact]
    public void Write_ScoringOptionsOfVersion01_GivesTheirBytes()
    {
        var options = File.ReadAllLines(Fixture("scoring-options-0.1.jsonl"));

        Assert.Equal(21, options.Length);
        Assert.All(options, json => Assert.Equal(json, ScoringOptionsJson.Write(ScoringOptionsJson.Read(json))));
    }

    [Fact]
    public void Read_ScoringOptionsWithOnlyRequiredNames_UsesTheDefaults()
    {
        var options = ScoringOptionsJson.Read("""{"inputColumnName":"Sequence","modelFile":"m.onnx","unheardOf":1}""");

        Assert.Equivalent(new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = "m.onnx" }, options, strict: true);
    }

    [Theory]
    [InlineData("null", "The scoring options of the saved pipeline are empty.")]
    [InlineData("{", "The scoring options of the saved pipeline cannot be read: ")]
    [InlineData("""{"inputColumnName":"Sequence"}""", "The scoring options of the saved pipeline cannot be read: ")]
    [InlineData("""{"inputColumnName":null,"modelFile":"m.onnx"}""", "The scoring options of the saved pipeline cannot be read: ")]
    [InlineData("""{"inputColumnName":"S","modelFile":"m.onnx","engine":"Steam"}""", "The scoring options of the saved pipeline cannot be read: ")]
    public void Read_InvalidScoringOptions_IsRefused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<RecurrentModelException>(() => ScoringOptionsJson.Read(json)).Message, StringComparison.Ordinal);

    private static IDataView View(MLContext context) =>
        context.Data.LoadFromEnumerable(Expected.Rows.Select(row => new InputRow { Sequence = row[..^1], Last = row[^1] }));

    private static void AssertScores(IDataView scored)
    {
        var scores = SequenceData.Scores(scored, "Forecast");
        SequenceData.AssertEqual([.. Expected.Scores.Select(score => new[] { score })], scores);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Transforms", "Fixtures", name);

    private sealed record Recorded(float[][] Rows, float[] Scores, byte[] State, float[] Next);

    private sealed class InputRow
    {
        [VectorType(19)]
        public float[] Sequence { get; set; } = [];

        public float Last { get; set; }
    }
}
