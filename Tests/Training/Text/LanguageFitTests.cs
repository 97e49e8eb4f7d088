using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class LanguageFitTests
{
    private const string Text = "the cat sat on the mat. ";

    private static readonly FitOptions Quick = new()
    {
        Epochs = 40,
        BatchSize = null,
        TruncatedBpttSteps = 8,
        Beta2 = 0.99,
        WeightAverageDecay = 0.8,
        Schedule = LearningRateSchedule.Late,
    };

    [Theory]
    [InlineData(8, 3)]
    [InlineData(7, 3)]
    [InlineData(9, 1)]
    [InlineData(3, 9)]
    public void FromTokens_Tokens_TargetsAreTheNextTokens(int count, int streams)
    {
        long[] tokens = [.. Enumerable.Range(0, count).Select(token => (long)token)];

        using var data = SequenceData.FromTokens(tokens, streams);

        var time = (int)data.Steps;
        Assert.Equal(Math.Min(streams, count - 1), data.Count);
        Assert.Equal((count - 1) / (int)data.Count, time);
        Assert.Equal(tokens[..((int)data.Count * time)], data.Inputs.data<long>().ToArray());
        Assert.Equal(tokens[1..(((int)data.Count * time) + 1)], data.Targets.data<long>().ToArray());
    }

    [Fact]
    public void FromTokens_OneToken_Throws() => Assert.Equal(
        "The text has 1 token, expected at least 2: an input and its target.",
        Assert.Throws<SequenceDataException>(() => SequenceData.FromTokens([1], 1)).Message);

    [Fact]
    public void Fit_RepeatingText_IsMemorized()
    {
        var text = Repeat(40);
        using var network = Network(text, dropout: 0);
        using var data = SequenceData.FromTokens(text.Tokens.AsSpan(0, 720), 4);
        var before = Bits(network, text, 720);

        NetworkFitter.Fit(network, data, Quick);

        Assert.InRange(before, 3, 5);
        Assert.InRange(Bits(network, text, 720), 0, 0.1);
    }

    [Fact]
    public void Fit_TimeLimitExceededAtOnce_EndsAfterOneStep()
    {
        var text = Repeat(10);
        using var network = Network(text, dropout: 0.3);
        using var data = SequenceData.FromTokens(text.Tokens, 2);
        var recorder = new LossRecorder();

        var fit = NetworkFitter.Fit(network, data, Quick with { TimeLimit = TimeSpan.FromTicks(1) }, recorder);

        Assert.Equal((1, 0.07), (fit.Epochs, fit.CompletedEpochs));
        Assert.Equal(1, Assert.Single(recorder.Reports).CompletedFraction);
    }

    [Fact]
    public void Fit_WithoutTimeLimit_HasNoCompletedEpochs()
    {
        var text = Repeat(2);
        using var network = Network(text, dropout: 0);
        using var data = SequenceData.FromTokens(text.Tokens, 2);

        Assert.Null(NetworkFitter.Fit(network, data, Quick with { Epochs = 1 }).CompletedEpochs);
    }

    [Fact]
    public void Evaluate_InChunks_MatchesTheWholeText()
    {
        var text = Repeat(60);
        using var network = Network(text, dropout: 0);
        using var model = RecurrentModel.Load(OnnxExporter.Export(network).Bytes.ToArray());
        var first = 700;

        var report = LanguageEvaluation.Run(model, text, first, trainingTokens: 0, CancellationToken.None);

        var probabilities = new float[model.GetOutputSize(text.Tokens.Length)];
        model.ScoreTokens(text.Tokens, probabilities);
        var bits = Enumerable.Range(first, text.Tokens.Length - first)
            .Sum(index => -Math.Log2(probabilities[((index - 1) * model.Network.Classes) + text.Tokens[index]]));
        Assert.Equal(RecurrentEngine.Managed, model.Engine);
        Assert.Equal(text.Tokens.Length - first, report.RowCount);
        Assert.Equal(bits / report.RowCount, report.Metrics["bitsPerCharacter"], 1e-5);
        Assert.Empty(report.Baselines);
    }

    [Fact]
    public void Evaluate_Words_ReportsThePerplexity()
    {
        var text = new TokenizedText(string.Concat(Enumerable.Repeat(Text, 5)), Vocabulary.FromTexts([Text], TokenUnit.Words));
        using var network = Network(text, dropout: 0);
        using var model = RecurrentModel.Load(OnnxExporter.Export(network).Bytes.ToArray());

        var report = LanguageEvaluation.Run(model, text, 20, trainingTokens: 20, CancellationToken.None);

        Assert.Equal(15, report.RowCount);
        Assert.Equal(Math.Pow(2, Bits(network, text, 20)), report.Metrics["perplexity"], 1e-3);
        // Each word but one occurs once per line: a unigram chooses between about 7 words; a model of order 2 predicts every word.
        Assert.InRange(report.Baselines["order-0"]["perplexity"], 5, 8);
        Assert.InRange(report.Baselines["order-2"]["perplexity"], 1, 2);
    }

    [Fact]
    public void FindTrainingTokens_TextWithAnotherBeginning_IsZero()
    {
        var text = Repeat(3);
        var beginning = text.Fingerprint(30);

        Assert.Equal((30, 30), ((int)beginning.TokenCount, beginning.CharacterCount));
        Assert.Equal(30, text.FindTrainingTokens(beginning));
        Assert.Equal(30, Repeat(9).FindTrainingTokens(beginning));
        Assert.Equal(0, Repeat(1).FindTrainingTokens(beginning));
        Assert.Equal(0, new TokenizedText("A" + string.Concat(Enumerable.Repeat(Text, 3)), text.Vocabulary).FindTrainingTokens(beginning));
        Assert.Equal(0, text.FindTrainingTokens(null));
    }

    public static TheoryData<NetworkDescription, string> InvalidNetworks
    {
        get
        {
            var network = NetworkDescription.CreateLanguageModel(RecurrentCell.Gru, vocabularySize: 5, embeddingSize: 3, hiddenSize: 4);
            return new TheoryData<NetworkDescription, string>
            {
                { network with { Classes = 6 }, "classes is 6, expected 5: a language model predicts the tokens of its vocabulary" },
                { network with { Pooling = SequencePooling.FinalState }, "pooling is FinalState, expected None for a token at every time step" },
                {
                    network with { Embedding = null, Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 1, 4, 1, false) },
                    "embedding is missing: a language model requires one for its tokens"
                },
                {
                    network with { Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 3, 4, 1, true) },
                    "the layers of a language model must be forward: others would see the token to predict"
                },
            };
        }
    }

    [Theory, MemberData(nameof(InvalidNetworks))]
    public void Validate_InvalidLanguageModel_StatesTheReason(NetworkDescription network, string error) =>
        Assert.Equal($"The network cannot be built: {error}.", Assert.Throws<ArgumentException>(network.Validate).Message);

    private static TokenizedText Repeat(int count) =>
        new(string.Concat(Enumerable.Repeat(Text, count)), Vocabulary.FromTexts([Text], TokenUnit.Characters));

    private static RecurrentNetwork Network(TokenizedText text, double dropout) => RecurrentNetwork.Create(
        NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, text.Vocabulary.Count, embeddingSize: 8, hiddenSize: 16) with
        {
            Regularization = new RegularizationDescription { RecurrentDropout = dropout, HeadDropout = dropout },
        });

    // The mean number of bits per token from index first on, scored by the network from the beginning of the text.
    private static double Bits(RecurrentNetwork network, TokenizedText text, int first)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var none = TorchSharp.torch.no_grad();
        network.eval();
        var probabilities = network.call(TorchSharp.torch.tensor(text.Tokens).unsqueeze(0)).data<float>().ToArray();
        var classes = network.Description.Classes;
        return Enumerable.Range(first, text.Tokens.Length - first)
            .Average(index => -Math.Log2(probabilities[((index - 1) * classes) + text.Tokens[index]]));
    }
}
