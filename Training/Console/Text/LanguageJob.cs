using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Trains, exports and scores language models on one text.</summary>
internal sealed class LanguageJob
{
    private readonly LanguageOptions _options;
    private readonly TimeProvider _clock;
    private readonly TokenizedText _text;

    /// <summary>Reads, tokenizes and splits the text.</summary>
    /// <exception cref="SequenceDataException">The text cannot be read, or is too short.</exception>
    public LanguageJob(LanguageOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        // The vocabulary does not include the tokens held out for testing.
        _text = TokenizedText.Tokenize(
            options.Source.Read(),
            options.TokenUnit,
            options.MaxVocabularySize,
            count => count - GetShare(count, options.TestFraction),
            options.Source.Name);
        TrainAndValidationTokens = _text.Tokens.Length - GetShare(_text.Tokens.Length, options.TestFraction);
        TrainingTokens = TrainAndValidationTokens - GetShare(TrainAndValidationTokens, options.ValidationFraction);
        if (TrainingTokens < 2 || TrainAndValidationTokens - TrainingTokens == 1)
        {
            var (noun, validation) = (TokenizedText.GetNoun(options.TokenUnit), TrainAndValidationTokens - TrainingTokens);
            throw new SequenceDataException(
                $"{options.Source.Name} has {TrainAndValidationTokens} {noun} for training, too few to use {validation} of them for validation: "
                + "provide a longer text, or change --validation-fraction.");
        }
    }

    /// <summary>The number of tokens for training and validation.</summary>
    public int TrainAndValidationTokens { get; }

    /// <summary>The number of tokens for training.</summary>
    public int TrainingTokens { get; }

    /// <summary>The number of tokens in the text.</summary>
    public int TokenCount => _text.Tokens.Length;

    /// <summary>Creates the network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Network(RecurrentCell cell) => _options.Describe(cell, _text.Vocabulary.Count);

    /// <summary>Trains, exports and scores a model.</summary>
    public TrainResult Run(RecurrentCell cell, ModelLocks locks, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var data = SequenceData.FromTokens(_text.Tokens.AsSpan(0, TrainingTokens), _options.ParallelStreams);
        using var validation = TrainingTokens < TrainAndValidationTokens
            ? SequenceData.FromTokens(_text.Tokens.AsSpan(TrainingTokens, TrainAndValidationTokens - TrainingTokens), _options.ParallelStreams)
            : null;
        using var network = RecurrentNetwork.Create(Network(cell), _options.Fit.Seed, cell.GateCount > 0 ? _options.ChronoMaxDependency : null);
        var start = _clock.GetTimestamp();
        var options = _options.Fit with { CheckpointFile = _options.Files.GetCheckpointFile(cell), Resume = _options.Resume };
        var fit = LibraryCall.Run(() => NetworkFitter.Fit(network, data, validation, options, progress, cancellation));
        var time = _clock.GetElapsedTime(start);
        var exported = OnnxExporter.Export(
            network, Card(network.Description, fit, data.Count), new ExportOptions { IncludeOptionalInputs = !_options.Minimal });
        EvaluationReport? report = null;
        if (TrainAndValidationTokens < TokenCount)
        {
            using var model = RecurrentModel.Load(exported.Bytes.ToArray());
            report = LanguageEvaluation.Run(model, _text, TrainAndValidationTokens, TrainAndValidationTokens, cancellation);
            exported = exported.With(report.AddTo(exported.Card!));
        }

        var file = _options.Files.GetModelFile(cell);
        exported.SaveLocked(locks[file]);
        return new TrainResult { Cell = cell, File = file, Card = exported.Card!, Duration = time, Evaluation = report };
    }

    private ModelCard Card(NetworkDescription network, FitSummary fit, long streams) => new()
    {
        Network = network,
        Window = _options.Fit.TruncatedBpttSteps,
        Vocabulary = _text.Vocabulary,
        Data = new DataSummary
        {
            SequenceCount = streams,
            TrainingText = _text.Fingerprint(TrainAndValidationTokens),
        },
        Fit = fit,
    };

    private static int GetShare(int count, double fraction) => (int)Math.Ceiling((count * fraction) - 1e-9);
}
