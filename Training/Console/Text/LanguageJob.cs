using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits, exports and scores one language model.</summary>
internal sealed class LanguageJob
{
    private readonly LanguageOptions _options;
    private readonly TimeProvider _clock;
    private readonly TokenizedText _text;

    /// <summary>Reads and splits the text.</summary>
    /// <exception cref="SequenceDataException">It cannot be read, or is too short.</exception>
    public LanguageJob(LanguageOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        // The tokens that are put aside are no part of what is known.
        _text = TokenizedText.Of(options.Source.Read(), options.Kind, options.Vocabulary, count => count - Share(count, options.TestFraction), options.Source.Name);
        Known = _text.Tokens.Length - Share(_text.Tokens.Length, options.TestFraction);
        Fitted = Known - Share(Known, options.ValidationFraction);
        if (Fitted < 2 || Known - Fitted == 1)
            throw new SequenceDataException($"{options.Source.Name} has {Known} {TokenizedText.Noun(options.Kind)} to fit, too few to keep {Known - Fitted} of them for validation: give a longer text, or another --validation-fraction.");
    }

    /// <summary>How many tokens are known: those that are fitted, and those that decide which epoch is kept.</summary>
    public int Known { get; }

    /// <summary>How many tokens are fitted.</summary>
    public int Fitted { get; }

    /// <summary>How many tokens there are.</summary>
    public int Count => _text.Tokens.Length;

    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Network(RecurrentCell cell) => _options.Describe(cell, _text.Vocabulary.Count);

    /// <summary>Makes the model.</summary>
    public TrainResult Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var data = SequenceData.TextStreams(_text.Tokens.AsSpan(0, Fitted), _options.Streams);
        using var validation = Fitted < Known ? SequenceData.TextStreams(_text.Tokens.AsSpan(Fitted, Known - Fitted), _options.Streams) : null;
        using var network = RecurrentNetwork.Create(Network(cell), _options.Fit.Seed, cell.Gates > 0 ? _options.Chrono : null);
        var start = _clock.GetTimestamp();
        var options = _options.Fit with { CheckpointFile = _options.Files.Checkpoint(cell), Resume = _options.Resume };
        var fit = LibraryCall.Run(() => NetworkFitter.Fit(network, data, validation, options, progress, cancellation));
        var time = _clock.GetElapsedTime(start);
        var exported = OnnxExporter.Export(network, Card(network.Description, fit, data.Count), new ExportOptions { OptionalInputs = !_options.Minimal });
        EvaluationReport? report = null;
        if (Known < Count)
        {
            using var model = RecurrentModel.Load(exported.File.ToArray());
            report = LanguageEvaluation.Run(model, _text, Known, Known, cancellation);
            exported = exported.With(report.AddTo(exported.Card));
        }

        var file = _options.Files.Model(cell);
        exported.Save(file);
        return new TrainResult { Cell = cell, File = file, Card = exported.Card, Time = time, Evaluation = report };
    }

    private ModelCard Card(NetworkDescription network, FitSummary fit, long streams) => new()
    {
        Network = network,
        Window = _options.Fit.TruncatedSteps,
        Vocabulary = _text.Vocabulary,
        Data = new DataSummary { Source = _options.Source.Name, Sequences = streams, FittedText = _text.Beginning(Known) },
        Fit = fit,
    };

    private static int Share(int count, double share) => (int)Math.Ceiling((count * share) - 1e-9);
}
