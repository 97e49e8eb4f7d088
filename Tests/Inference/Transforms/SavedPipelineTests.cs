using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

// Other tests that save pipelines would have their temporary folders at the same time.
[Collection(nameof(SavedPipelineTests))]
[CollectionDefinition(nameof(SavedPipelineTests), DisableParallelization = true)]
public sealed class SavedPipelineTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1, 4, "Sequence", "Score")]
    [InlineData(2, 3, 4, "Sequence", "Score")]
    [InlineData(2, 3, 6, "input", "output")]
    [InlineData(2, 3, 6, "output", "input")]
    [InlineData(2, 3, 6, "input", "Sequence")]
    [InlineData(2, 3, null, "Sequence", "Score")]
    public void Save_AndLoad_GivesTheSameScoresAndColumns(int features, int horizon, int? length, string input, string output)
    {
        var view = _context.View(length is { } size ? SequenceData.Rows(9, size) : SequenceData.Rows(2, 4, 4, 8, 2), length);
        view = _context.Transforms.CopyColumns(input, "Sequence").Fit(view).Transform(view);
        var file = _folder.Write(TestFile.Create(TestFile.Forecast(features, horizon)));
        var transformer = _context.Transforms.ApplyRecurrentModel(output, input, file).Fit(view);
        var scored = transformer.Transform(view);
        var reloaded = Reload(transformer, view).Transform(view);
        SequenceData.AssertEqual(SequenceData.Scores(scored, output), SequenceData.Scores(reloaded, output));
        Assert.Equal(Names(scored), Names(reloaded));
        Assert.Equal(view.GetColumn<float>("Label"), reloaded.GetColumn<float>("Label"));
    }

    [Fact]
    public void Save_ScalarInput_GivesTheSameScores()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Label", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        SequenceData.AssertEqual(SequenceData.Scores(transformer.Transform(view)), SequenceData.Scores(Reload(transformer, view).Transform(view)));
    }

    [Fact]
    public void Save_DataHaveColumnsOfTheFilesNames_KeepsThem()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        view = _context.Transforms.CopyColumns("input", "Label").Append(_context.Transforms.CopyColumns("output", "Row")).Fit(view).Transform(view);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        var reloaded = Reload(transformer, view).Transform(view);
        Assert.Equal(view.GetColumn<float>("Label"), reloaded.GetColumn<float>("input"));
        Assert.Equal(view.GetColumn<int>("Row"), reloaded.GetColumn<int>("output"));
        Assert.Equal(["Label", "Row", "Score", "Sequence", "input", "output"], Names(reloaded));
    }

    [Fact]
    public void Save_InsideAPipeline_OpensInAFreshContext()
    {
        var view = _context.View(SequenceData.Rows(9, 3), 3);
        var pipeline = _context.Transforms.Concatenate("Window", "Sequence", "Label")
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Window", _folder.Write(TestFile.Create(TestFile.Forecast(), window: 4))))
            .Append(_context.Transforms.CopyColumns("Forecast", "Score"));
        var fitted = pipeline.Fit(view);
        var reloaded = Reload(fitted, view).Transform(view);
        SequenceData.AssertEqual(SequenceData.Scores(fitted.Transform(view), "Forecast"), SequenceData.Scores(reloaded, "Forecast"));
    }

    [Fact]
    public void Save_Twice_LeavesNoFilesBehind()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        _context.Model.Save(transformer, view.Schema, first);
        _context.Model.Save(transformer, view.Schema, second);
        Assert.Equal(first.Length, second.Length);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"recurrent-{Environment.ProcessId}-*"));
    }

    [Theory]
    [InlineData("classify 3")]
    [InlineData("classify 2")]
    [InlineData("classify 2 every")]
    [InlineData("tag")]
    [InlineData("tag ragged")]
    [InlineData("every step")]
    [InlineData("encode")]
    [InlineData("with lengths")]
    public void Save_EveryTask_GivesTheSameColumnsAndValues(string task)
    {
        var ragged = task.EndsWith("ragged", StringComparison.Ordinal);
        var rows = ragged ? SequenceData.Rows(4, 2, 8, 6, 4) : SequenceData.Rows(30, 6);
        rows[1].Sequence[0] = float.NaN;
        rows[2].Sequence[1] = float.PositiveInfinity;
        var view = _context.View(rows, ragged ? null : 6);
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = _folder.Write(FileOf(task)),
            ScoreEveryClass = task.EndsWith("every", StringComparison.Ordinal),
        };
        var transformer = _context.Transforms.ApplyRecurrentModel(options).Fit(view);
        var (scored, reloaded) = (transformer.Transform(view), Reload(transformer, view).Transform(view));
        Assert.Equal(Names(scored), Names(reloaded));
        SequenceData.AssertEqual(SequenceData.Scores(scored), SequenceData.Scores(reloaded), 1e-5f);
        Assert.All(SequenceData.Scores(reloaded)[1..3], score => Assert.All(score, value => Assert.True(float.IsNaN(value))));
        Assert.Equal(scored.Schema["Score"].Type is VectorDataViewType, reloaded.Schema["Score"].Type is VectorDataViewType);
        if (scored.Schema.GetColumnOrNull("Probability") is not null)
            SequenceData.AssertEqual(SequenceData.Scores(scored, "Probability"), SequenceData.Scores(reloaded, "Probability"), 1e-5f);
        if (scored.Schema.GetColumnOrNull("PredictedLabel") is { } label)
            Assert.Equal(Labels(scored, label.Type), Labels(reloaded, label.Type));
    }

    [Theory]
    [InlineData(nameof(TokenData.Row.Long))]
    [InlineData(nameof(TokenData.Row.Int))]
    [InlineData(nameof(TokenData.Row.Key))]
    [InlineData(nameof(TokenData.Row.ShortKey))]
    [InlineData(nameof(TokenData.Row.Ragged))]
    [InlineData(nameof(TokenData.Row.One))]
    [InlineData(nameof(TokenData.Row.OneKey))]
    public void Save_Tokens_GivesTheSameScores(string column)
    {
        var view = _context.Data.LoadFromEnumerable(TokenData.Rows(12));
        var file = _folder.Write(TestFile.Create(TestFile.Classify(1, classes: 3).WithTokens(TokenData.Vocabulary), labels: ["a", "b", "c"]));
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", column, file).Fit(view);
        var (scored, reloaded) = (transformer.Transform(view), Reload(transformer, view).Transform(view));
        SequenceData.AssertEqual(SequenceData.Scores(scored), SequenceData.Scores(reloaded), 1e-5f);
        Assert.Equal(scored.GetColumn<uint>("PredictedLabel"), reloaded.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(Names(scored), Names(reloaded));
    }

    [Fact]
    public void LoadRecurrent_InsideAPipeline_RestoresTheTransformerAndItsOptions()
    {
        var view = _context.View(SequenceData.Rows(30, 6), 6);
        var file = TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"], takesLengths: true);
        var options = new RecurrentScoringOptions
        {
            OutputColumnName = "RainScore",
            InputColumnName = "Window",
            ModelFile = _folder.Write(file),
            BatchSize = 7,
            Workers = 1,
            NonFinite = NonFinitePolicy.Throw,
            Session = new OnnxSessionOptions
            {
                IntraOpThreads = 1,
                Configuration = new Dictionary<string, string> { ["session.set_denormal_as_zero"] = "1" },
            },
        };
        var fitted = _context.Transforms.CopyColumns("Window", "Sequence")
            .Append(_context.Transforms.ApplyRecurrentModel(options))
            .Append(_context.Transforms.CopyColumns("Copy", "RainScore"))
            .Fit(view);
        _context.Model.Save(fitted, view.Schema, _folder["pipeline.zip"]);

        var loaded = new MLContext().Model.LoadRecurrent(_folder["pipeline.zip"], out var schema);

        Assert.Equal(view.Schema.Select(column => column.Name), schema.Select(column => column.Name));
        var restored = Assert.Single(Assert.IsType<TransformerChain<ITransformer>>(loaded).OfType<RecurrentTransformer>());
        Assert.Equivalent(options, restored.Options, strict: true);
        Assert.Equal(["dry", "rain"], restored.Card.Labels);
        SequenceData.AssertEqual(SequenceData.Scores(fitted.Transform(view), "Copy"), SequenceData.Scores(loaded.Transform(view), "Copy"));

        // Saving the loaded pipeline and loading it again gives the same file, byte for byte.
        _context.Model.Save(loaded, schema, _folder["again.zip"]);
        var again = (TransformerChain<ITransformer>)new MLContext().Model.LoadRecurrent(_folder["again.zip"], out _);
        Assert.Equal(file, again.OfType<RecurrentTransformer>().Single().FileBytes);
    }

    [Fact]
    public void LoadRecurrent_TransformerAlone_FromAStreamThatCannotSeek()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        _context.Model.Save(transformer, view.Schema, _folder["pipeline.zip"]);
        using var compressed = new MemoryStream();
        using (var writer = new BrotliStream(compressed, CompressionMode.Compress, leaveOpen: true))
            writer.Write(File.ReadAllBytes(_folder["pipeline.zip"]));
        compressed.Position = 0;
        using var stream = new BrotliStream(compressed, CompressionMode.Decompress);
        var loaded = Assert.IsType<RecurrentTransformer>(_context.Model.LoadRecurrent(stream, out _));
        SequenceData.AssertEqual(SequenceData.Scores(transformer.Transform(view)), SequenceData.Scores(loaded.Transform(view)));
    }

    [Fact]
    public void LoadRecurrent_InvalidFile_StatesTheReason()
    {
        var view = _context.View(SequenceData.Rows(9, 4), 4);
        _context.Model.Save(_context.Transforms.CopyColumns("Copy", "Label").Fit(view), view.Schema, _folder["other.zip"]);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        _context.Model.Save(transformer, null, _folder["bare.zip"]);
        string Message(string name) => Assert.Throws<RecurrentModelException>(() => _context.Model.LoadRecurrent(_folder[name], out _)).Message;
        Assert.Equal(
            $"Saved pipeline '{_folder["nowhere.zip"]}' does not exist: save a pipeline with ml.Model.Save, or correct the path.",
            Message("nowhere.zip"));
        Assert.Equal($"Saved pipeline '{_folder["other.zip"]}' contains no recurrent model: load it with ml.Model.Load.", Message("other.zip"));
        Assert.Equal($"Saved pipeline '{_folder["bare.zip"]}' has no schema: pass the schema of the data to ml.Model.Save.", Message("bare.zip"));
        _folder.Write("no zip at all", "garbage.zip");
        Assert.StartsWith(
            $"Saved pipeline '{_folder["garbage.zip"]}' is not an ML.NET zip file or is damaged: ", Message("garbage.zip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classify 3")]
    [InlineData("classify 2")]
    [InlineData("forecast")]
    public async Task Save_LoadedByAnApplicationWithOnlyMlNet_GivesTheSameScoresAndClassNames(string task)
    {
        var rows = SequenceData.Rows(30, 6);
        rows[1].Sequence[0] = float.NaN;
        var view = _context.View(rows, 6);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(FileOf(task))).Fit(view);
        _context.Model.Save(transformer, view.Schema, _folder["pipeline.zip"]);
        using var temporary = new TemporaryFolder();

        var lines = await SavedPipelineHost.RunAsync(
            _folder["pipeline.zip"],
            rows.Select(row => row.Sequence),
            temporary[""],
            TestContext.Current.CancellationToken);

        var scored = transformer.Transform(view);
        SequenceData.AssertEqual(SequenceData.Scores(scored), [.. lines.Rows.Select(row => row.Score)], 1e-5f);
        var named = task == "forecast"
            ? rows.Select(_ => "")
            : _context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel").Fit(scored).Transform(scored).GetColumn<string>("Name");
        Assert.Equal(named, lines.Rows.Select(row => row.Label));
        Assert.Equal(task == "forecast" ? 1 : 3, lines.Rows.Select(row => row.Label).Distinct().Order().Take(3).Count());
        Assert.Empty(lines.ProductAssemblies);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(temporary[""], "*", SearchOption.AllDirectories),
            file => file.EndsWith(".onnx", StringComparison.Ordinal));
    }

    private static byte[] FileOf(string task) => task switch
    {
        "classify 3" => TestFile.Create(TestFile.Classify(features: 2, classes: 3), labels: ["calm", "rising", "falling"]),
        "classify 2" or "classify 2 every" => TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"]),
        "tag" or "tag ragged" => TestFile.Create(TestFile.Tag(features: 2, classes: 3), labels: ["calm", "rising", "falling"]),
        "every step" => TestFile.Create(TestFile.Forecast(features: 2) with { Pooling = SequencePooling.None }),
        "encode" => TestFile.Create(TestFile.Forecast(features: 2) with { Task = RecurrentTask.Encode }),
        "with lengths" => TestFile.Create(TestFile.Forecast(features: 2, horizon: 2), takesLengths: true),
        _ => TestFile.Create(TestFile.Forecast(features: 2)),
    };

    private string[] Labels(IDataView view, DataViewType type)
    {
        var named = _context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel").Fit(view).Transform(view);
        return type is VectorDataViewType
            ? [.. named.GetColumn<string[]>("Name").SelectMany(names => names.Select(name => name ?? ""))]
            : [.. named.GetColumn<string>("Name")];
    }

    private ITransformer Reload(ITransformer transformer, IDataView view)
    {
        _context.Model.Save(transformer, view.Schema, _folder["pipeline.zip"]);
        return new MLContext().Model.Load(_folder["pipeline.zip"], out _);
    }

    private static IEnumerable<string> Names(IDataView view) =>
        view.Schema.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal);
}
