using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Tests which files may replace the file of a hosted model.</summary>
public sealed class ReplacementTests : IDisposable
{
    private static readonly ModelCard Forecaster = new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4) with
        {
            Forecast = new ForecastDescription
            {
                Horizon = 3,
                TargetFeatures = [0],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
                SeasonLength = 4,
                Quantiles = [0.1, 0.5, 0.9],
            },
        },
        FeatureNames = ["load", "temperature"],
        TargetNames = ["load"],
    };

    private static readonly ModelCard Classifier = new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4) with
        {
            Task = RecurrentTask.Classify,
            Classes = 3,
        },
        FeatureNames = ["x", "y"],
        Labels = ["a", "b", "c"],
    };

    private static readonly ModelCard LanguageModel = new()
    {
        Network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabularySize: 3, embeddingSize: 2, hiddenSize: 4),
        Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "a", "b"]),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly LogRecorder _log = new();

    public static TheoryData<string, string> Misfits => new()
    {
        { "other feature count", "it reads 3 features instead of 2" },
        { "other feature names", "its features are load, wind instead of load, temperature" },
        { "features in another order", "its features are temperature, load instead of load, temperature" },
        { "future covariates", "it reads 2 future covariates instead of 0" },
        { "longer season", "it needs sequences of at least 5 time steps instead of 4" },
        { "drift", "it needs sequences of at least 5 time steps instead of 4" },
        { "other horizon", "it forecasts 4 steps instead of 3" },
        { "other target count", "it forecasts 2 targets instead of 1" },
        { "other target name", "its targets are temperature instead of load" },
        { "other quantiles", "its quantiles are 0.05, 0.5, 0.95 instead of 0.1, 0.5, 0.9" },
        { "no quantiles", "its quantiles are none instead of 0.1, 0.5, 0.9" },
        { "other task", "its task is Classify instead of Forecast" },
        { "several", "it reads 3 features instead of 2; it forecasts 4 steps instead of 3" },
    };

    public static TheoryData<string> Fits =>
    [
        "other cell", "other hidden size", "more layers", "other fit", "other transform", "shorter season", "last value", "no baseline",
    ];

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public Task Reload_ForecasterThatDoesNotFit_KeepsThePreviousVersionAndLogsWhy(string change, string difference) =>
        AssertKeeps(Forecaster, Forecasters(change), difference);

    [Theory]
    [InlineData("reordered", "its labels are a, c, b instead of a, b, c")]
    [InlineData("other", "its labels are a, b, d instead of a, b, c")]
    [InlineData("unnamed", "its labels are unnamed instead of a, b, c")]
    [InlineData("fewer", "it distinguishes 2 classes instead of 3")]
    [InlineData("every step", "its task is Tag instead of Classify")]
    public Task Reload_ClassifierThatDoesNotFit_KeepsThePreviousVersionAndLogsWhy(string change, string difference)
    {
        return AssertKeeps(Classifier, Next(), difference);

        ModelCard Next() => change switch
        {
            "reordered" => Classifier with { Labels = ["a", "c", "b"] },
            "other" => Classifier with { Labels = ["a", "b", "d"] },
            "unnamed" => Classifier with { Labels = [] },
            "fewer" => Classifier with { Network = Classifier.Network with { Classes = 2 }, Labels = ["a", "b"] },
            _ => Classifier with { Network = Classifier.Network with { Task = RecurrentTask.Tag, Pooling = SequencePooling.None } },
        };
    }

    [Theory]
    [InlineData("reordered", "its token 1 is 'b' instead of 'a'")]
    [InlineData("words", "its tokens are words instead of characters")]
    [InlineData("no texts", "its tokens have no texts instead of texts")]
    [InlineData("more", "it reads 4 tokens instead of 3")]
    public Task Reload_LanguageModelThatDoesNotFit_KeepsThePreviousVersionAndLogsWhy(string change, string difference)
    {
        return AssertKeeps(LanguageModel, Next(), difference);

        ModelCard Next() => change switch
        {
            "reordered" => LanguageModel with { Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "b", "a"]) },
            "words" => LanguageModel with { Vocabulary = new Vocabulary(TokenUnit.Words, ["", "a", "b"]) },
            "no texts" => LanguageModel with { Vocabulary = null },
            _ => LanguageModel with
            {
                Network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabularySize: 4, embeddingSize: 2, hiddenSize: 4),
                Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "a", "b", "c"]),
            },
        };
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public async Task Reload_FileThatFits_IsPutInUse(string change)
    {
        using var services = Services(Forecaster);
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        _ = await _log.NextAsync();
        var file = CardFile.Create(Forecasters(change), seed: 2);
        _folder.Write(file);

        Assert.True(model.Reload());

        Assert.Equal($"Information: Recurrent model 'served' was reloaded from '{_folder["model.onnx"]}'.", await _log.NextAsync());
        Assert.Equal(Score(file), Score(model));
    }

    /// <summary>For each field of the signature, a card whose file must not replace that of the other, and the reason.</summary>
    private static Dictionary<string, (ModelCard Current, ModelCard Next, string Difference)> Fields { get; } = new()
    {
        [nameof(ModelSignature.Task)] = (Forecaster, Forecasters("other task"), "its task is Classify instead of Forecast"),
        [nameof(ModelSignature.Features)] = (Forecaster, Forecasters("other feature count"), "it reads 3 features instead of 2"),
        [nameof(ModelSignature.FeatureNames)] =
            (Forecaster, Forecaster with { FeatureNames = [] }, "its features are unnamed instead of load, temperature"),
        [nameof(ModelSignature.VocabularySize)] =
            (LanguageModel with { Vocabulary = null }, LanguageModelOf(4), "it reads 4 tokens instead of 3"),
        [nameof(ModelSignature.Vocabulary)] = (
            LanguageModel,
            LanguageModel with { Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "a", "c"]) },
            "its token 2 is 'c' instead of 'b'"),
        [nameof(ModelSignature.FutureCovariates)] = (Forecaster, WithFuture([], 2), "it reads 2 future covariates instead of 0"),
        [nameof(ModelSignature.FutureCovariateNames)] = (
            WithFuture(["holiday", "price"], 2),
            WithFuture(["price", "holiday"], 2),
            "its future covariates are price, holiday instead of holiday, price"),
        [nameof(ModelSignature.MinSteps)] =
            (Forecaster, Forecasters("drift"), "it needs sequences of at least 5 time steps instead of 4"),
        [nameof(ModelSignature.HasOutputPerStep)] = (
            Encoder(4),
            Encoder(4) with { Network = Encoder(4).Network with { Pooling = SequencePooling.None } },
            "it has an output for every time step instead of the whole sequence"),
        [nameof(ModelSignature.Horizon)] = (Forecaster, Forecasters("other horizon"), "it forecasts 4 steps instead of 3"),
        [nameof(ModelSignature.Targets)] = (Forecaster, Forecasters("other target count"), "it forecasts 2 targets instead of 1"),
        [nameof(ModelSignature.TargetNames)] = (Forecaster, Forecasters("other target name"), "its targets are temperature instead of load"),
        [nameof(ModelSignature.TargetFeatures)] = (
            Unnamed(0), Unnamed(1), "its unnamed targets are feature 2 instead of the first features"),
        [nameof(ModelSignature.Quantiles)] =
            (Forecaster, Forecasters("other quantiles"), "its quantiles are 0.05, 0.5, 0.95 instead of 0.1, 0.5, 0.9"),
        [nameof(ModelSignature.OutputSize)] = (Encoder(4), Encoder(5), "it outputs 5 values instead of 4"),
        [nameof(ModelSignature.Labels)] =
            (Classifier, Classifier with { Labels = ["b", "a", "c"] }, "its labels are b, a, c instead of a, b, c"),
        [nameof(ModelSignature.CategoryCounts)] = (Categorized(2), Categorized(3), "its category 1 has 3 values instead of 2"),
        [nameof(ModelSignature.Categories)] =
            (Categorized(2, "a", "b"), Categorized(2, "b", "a"), "code 1 of its category shop is 'b' instead of 'a'"),
    };

    public static TheoryData<string> SignatureFields =>
    [
        .. typeof(ModelSignature).GetProperties().Select(property => property.Name)
            .Except([.. GraphReplacementTests.Fields, nameof(ModelSignature.States)]),
    ];

    // A field that is added to the signature fails here until it is proved for files.
    [Theory]
    [MemberData(nameof(SignatureFields))]
    public Task Reload_EachFieldOfTheSignatureDiffers_KeepsThePreviousVersion(string field)
    {
        var (current, next, difference) = Fields[field];
        return AssertKeeps(current, next, difference);
    }

    [Fact]
    public void Reload_FirstVersionPutBack_IsPutInUseAlthoughItNeedsMoreTimeSteps()
    {
        using var services = Services(Forecaster);
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        var first = CardFile.Create(Forecaster);
        _folder.Write(CardFile.Create(Forecasters("shorter season")));
        Assert.True(model.Reload());
        _folder.Write(first);
        Assert.True(model.Reload());
        Assert.Equal(Score(first), Score(model));

        // Also retrained; but nothing that needs still more.
        _folder.Write(CardFile.Create(Forecasters("shorter season")));
        Assert.True(model.Reload());
        _folder.Write(CardFile.Create(Forecaster, seed: 5));
        Assert.True(model.Reload());
        _folder.Write(CardFile.Create(Forecasters("longer season")));
        Assert.False(model.Reload());
    }

    [Theory]
    [InlineData("bidirectional", "layer 1 (lstm) is bidirectional and requires the whole sequence")]
    [InlineData("reverse", "layer 1 (lstm) is reverse and requires the whole sequence")]
    public async Task Reload_CannotBeStreamed_IsRefusedIfTheApplicationStreams(string change, string reason)
    {
        using var services = Services(Streamed);
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        _ = await _log.NextAsync();
        var next = CardFile.Create(Next());

        // Nothing was streamed yet: whole sequences can still be scored.
        _folder.Write(next);
        Assert.True(model.Reload());
        _folder.Write(CardFile.Create(Streamed));
        Assert.True(model.Reload());
        using var lease = model.AcquireLease();
        lease.Model.OpenStream().Step([1, 2], new float[1]);
        _folder.Write(CardFile.Create(Streamed, seed: 3));
        Assert.True(model.Reload());

        _folder.Write(next);
        Assert.False(model.Reload());
        Assert.Equal(
            $"Model file '{_folder["model.onnx"]}' cannot replace the model in use: the application streams the model in use, "
            + $"but this model cannot be streamed: {reason}. Score whole sequences, or train a forward model. "
            + "Restart the application to use the file.",
            model.Status.RefusedReason);

        ModelCard Next() => Streamed with
        {
            Network = Streamed.Network with
            {
                Layers =
                [
                    Streamed.Network.Layers[0] with
                    {
                        Direction = change == "reverse" ? SequenceDirection.Reverse : SequenceDirection.Bidirectional,
                    },
                ],
            },
        };
    }

    [Fact]
    public void Reload_WithoutInputsForStates_IsRefusedIfTheApplicationPassesThem()
    {
        _folder.Write(CardFile.Create(Streamed));
        using var hosted = new HostedFile(_folder["model.onnx"], options => options.ModelOptions = new() { Engine = RecurrentEngine.OnnxRuntime });
        _folder.Write(CardFile.Create(Streamed, seed: 2, optionalInputs: false));
        Assert.True(hosted.Model.Reload());
        _folder.Write(CardFile.Create(Streamed));
        Assert.True(hosted.Model.Reload());
        using var lease = hosted.Model.AcquireLease();
        var batch = new SequenceBatch { Values = [1, 2], Count = 1, InitialStates = new float[lease.Model.StateSize] };
        lease.Model.ScoreBatch(batch, new float[1]);

        _folder.Write(CardFile.Create(Streamed, seed: 2, optionalInputs: false));
        Assert.False(hosted.Model.Reload());
        Assert.Equal(
            $"Model file '{_folder["model.onnx"]}' cannot replace the model in use: the application passes initial states to the model in use, "
            + "but this model has no inputs for them. Restart the application to use the file.",
            hosted.Model.Status.RefusedReason);
    }

    private static ModelCard Streamed { get; } = new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4) with
        {
            Forecast = new ForecastDescription { Horizon = 1, TargetFeatures = [0] },
        },
    };

    private static ModelCard Unnamed(int target) => Forecaster with
    {
        Network = Forecaster.Network with { Forecast = Forecaster.Network.Forecast with { TargetFeatures = [target] } },
        TargetNames = [],
    };

    private static ModelCard Encoder(int hiddenSize) => new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize) with { Task = RecurrentTask.Encode },
    };

    // A value and the code of a category, whose vector has one value.
    private static ModelCard Categorized(int count, params string[] texts) => new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4) with
        {
            Categories = [new CategoryDescription(count, 1)],
            Forecast = new ForecastDescription { TargetFeatures = [0] },
        },
        Columns = texts.Length == 0 ? null : new DataColumns { Targets = ["load"], Categories = [new("shop", texts)] },
    };

    private static ModelCard LanguageModelOf(int tokens) => new()
    {
        Network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, tokens, embeddingSize: 2, hiddenSize: 4),
    };

    private static ModelCard WithFuture(string[] names, int count) => Forecaster with
    {
        Network = Forecaster.Network with
        {
            Forecast = Forecaster.Network.Forecast with { FutureCovariates = count },
            Layers = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 3 + count, 4).Layers,
        },
        Columns = new DataColumns { Targets = ["load"], Features = ["temperature"], FutureCovariates = names },
    };

    private async Task AssertKeeps(ModelCard current, ModelCard next, string difference)
    {
        using var services = Services(current);
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        _ = await _log.NextAsync();
        var before = Score(model);
        _folder.Write(CardFile.Create(next, seed: 2));

        Assert.False(model.Reload());

        Assert.Equal(
            $"Error: Recurrent model 'served' could not be reloaded from '{_folder["model.onnx"]}'; still serving the previous version. "
            + $"Model file '{_folder["model.onnx"]}' cannot replace the model in use: {difference}. Restart the application to use the file.",
            await _log.NextAsync());
        Assert.Equal(current.ToJson(), model.Card.ToJson());
        Assert.Equal(before, Score(model));
    }

    private static ModelCard Forecasters(string change)
    {
        var network = Forecaster.Network;
        return change switch
        {
            "other feature count" => Forecaster with { Network = Features(3), FeatureNames = ["load", "temperature", "wind"] },
            "other feature names" => Forecaster with { FeatureNames = ["load", "wind"] },
            "features in another order" => Forecaster with
            {
                Network = network with { Forecast = network.Forecast with { TargetFeatures = [1] } },
                FeatureNames = ["temperature", "load"],
            },
            "future covariates" =>
                Forecaster with { Network = network with { Forecast = network.Forecast with { FutureCovariates = 2 }, Layers = Layers(5) } },
            "longer season" => Forecaster with { Network = network with { Forecast = network.Forecast with { SeasonLength = 5 } } },
            "drift" =>
                Forecaster with { Network = network with { Forecast = network.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift } } },
            "other horizon" => Forecaster with { Network = network with { Forecast = network.Forecast with { Horizon = 4 } } },
            "other target count" => Forecaster with
            {
                Network = network with { Forecast = network.Forecast with { Targets = 2, TargetFeatures = [0, 1] } },
                TargetNames = ["load", "temperature"],
            },
            "other target name" =>
                Forecaster with
                {
                    Network = network with { Forecast = network.Forecast with { TargetFeatures = [1] } },
                    TargetNames = ["temperature"],
                },
            "other quantiles" => Forecaster with { Network = network with { Forecast = network.Forecast with { Quantiles = [0.05, 0.5, 0.95] } } },
            "no quantiles" => Forecaster with { Network = network with { Forecast = network.Forecast with { Quantiles = [] } } },
            "other task" => Classifier with { FeatureNames = Forecaster.FeatureNames, TargetNames = Forecaster.TargetNames, Labels = [] },
            "several" =>
                Forecaster with
                {
                    Network = Features(3) with { Forecast = network.Forecast with { Horizon = 4 } },
                    FeatureNames = ["load", "temperature", "wind"],
                },
            "other cell" => Forecaster with { Network = network with { Layers = Layers(2, RecurrentCell.Gru) } },
            "other hidden size" => Forecaster with { Network = network with { Layers = Layers(2, hidden: 7) } },
            "more layers" => Forecaster with { Network = network with { Layers = Layers(2, count: 2) } },
            "other fit" => Forecaster with { Window = 48, Metrics = new Dictionary<string, double> { ["mae"] = 1 } },
            "other transform" =>
                Forecaster with { Network = network with { Forecast = network.Forecast with { Transform = TargetTransform.SquareRoot } } },
            "shorter season" => Forecaster with { Network = network with { Forecast = network.Forecast with { SeasonLength = 3 } } },
            "last value" =>
                Forecaster with
                {
                    Network = network with { Forecast = network.Forecast with { ResidualBaseline = ResidualBaseline.LastValue, SeasonLength = 0 } },
                },
            "no baseline" =>
                Forecaster with
                {
                    Network = network with
                    {
                        Forecast = network.Forecast with { ResidualBaseline = ResidualBaseline.None, SeasonLength = 0, TargetFeatures = [] },
                    },
                },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Unknown."),
        };

        NetworkDescription Features(int features) => network with { Features = features, Layers = Layers(features) };

        IReadOnlyList<LayerDescription> Layers(int inputs, RecurrentCell? cell = null, int hidden = 4, int count = 1) =>
            NetworkDescription.CreateForecaster(cell ?? RecurrentCell.Lstm, inputs, hidden, count).Layers;
    }

    private ServiceProvider Services(ModelCard card)
    {
        var file = _folder.Write(CardFile.Create(card));
        return new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddRecurrentModel("served", options =>
            {
                options.ModelFile = file;
                options.ReloadOnChange = false;
            })
            .BuildServiceProvider();
    }

    private static float[] Score(byte[] file)
    {
        using var model = RecurrentModel.Load(file);
        return Score(model);
    }

    private static float[] Score(HostedModel hosted)
    {
        using var lease = hosted.AcquireLease();
        return Score(lease.Model);
    }

    private static float[] Score(RecurrentModel model)
    {
        const int Time = 6;
        var scores = new float[model.GetOutputSize(Time)];
        var isTokens = model.Signature.VocabularySize is not null;
        var batch = new SequenceBatch
        {
            Tokens = isTokens ? [.. Enumerable.Range(0, Time).Select(step => (long)(step % model.Signature.VocabularySize!.Value))] : [],
            Values = isTokens ? [] : [.. Enumerable.Range(1, Time * model.Signature.Features).Select(value => value / 4f)],
            FutureCovariates = new float[(Time + model.Signature.Horizon) * model.Signature.FutureCovariates],
            Count = 1,
        };
        model.ScoreBatch(batch, scores);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
        return scores;
    }
}
