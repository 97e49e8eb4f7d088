using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The taught experiment: an RNN, an LSTM and a GRU learn to predict the next value of a sine, and are exported and scored.</summary>
internal sealed class SineJob(SineOptions options, TimeProvider clock)
{
    /// <summary>Steps of the free-running continuation.</summary>
    public const int FreeRunningSteps = 200;

    /// <summary>Checks what can be checked before any work is done.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    public void Check()
    {
        if (options.Window < 1)
            throw new UserInputException($"Option --window is {options.Window}, expected at least 1.");
        if (options.Window >= SineSeries.Count)
            throw new UserInputException($"Option --window is {options.Window}, longer than the data: the sine has {SineSeries.Count} points and each window needs one more to predict, expected at most {SineSeries.Count - 1}.");
        try
        {
            Network(RecurrentCell.Rnn);
            Fit().Validate();
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }

        OutputFolder.Prepare(options.Out);
    }

    /// <summary>Fits, exports and scores one cell.</summary>
    public SineResult Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var data = SequenceData.FromSeries(SineSeries.Values(0, SineSeries.Count), features: 1, options.Window);
        using var network = RecurrentNetwork.Create(Network(cell), options.Seed);
        var start = clock.GetTimestamp();
        var fit = NetworkFitter.Fit(network, data, Fit(), progress, cancellation);
        var trainingTime = clock.GetElapsedTime(start);

        var file = Path.Combine(options.Out, $"sine-{cell.Name}.onnx");
        var exported = OnnxExporter.Export(network, file, new ModelCard
        {
            Network = network.Description,
            Window = options.Window,
            FeatureNames = ["y"],
            TargetNames = ["y"],
            Data = new DataSummary { Source = "sine", SequenceCount = data.Count },
            Fit = fit,
        }, new ExportOptions { IncludeOptionalInputs = !options.Minimal });
        var (error, predictions) = SineScoring.ScoreUnseen(file, options.Window);
        return new SineResult
        {
            Cell = cell,
            File = file,
            ParameterCount = network.Description.ParameterCount,
            TrainingTime = trainingTime,
            FinalLoss = fit.FinalLoss,
            UnseenError = error,
            ParityError = exported.ParityError,
            RowsPerSecond = new SineScoring(clock).MeasureRowsPerSecond(file, options.Window),
            Predictions = predictions,
            FreeRunning = SineScoring.RunFree(file, options.Window, FreeRunningSteps),
        };
    }

    private NetworkDescription Network(RecurrentCell cell) => NetworkDescription.CreateForecaster(cell, featureCount: 1, options.Hidden);

    private FitOptions Fit() => new() { Epochs = options.Epochs, BatchSize = null, LearningRate = options.LearningRate, Seed = options.Seed };
}
