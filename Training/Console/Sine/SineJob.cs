using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The reference experiment: trains an RNN, an LSTM and a GRU to predict the next value of a sine, exports and scores them.</summary>
internal sealed class SineJob(SineOptions options, TimeProvider clock)
{
    /// <summary>The number of time steps of the free-running forecast.</summary>
    public const int FreeRunningSteps = 200;

    /// <summary>Checks the options and the output folder before the work starts.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    public void Check()
    {
        if (options.Window < 1)
            throw new UserInputException($"Option --window is {options.Window}, expected at least 1.");
        if (options.Window >= SineSeries.Count)
        {
            throw new UserInputException(
                $"Option --window is {options.Window}, expected at most {SineSeries.Count - 1}: "
                + $"the sine has {SineSeries.Count} points, and each window must be followed by a point to predict.");
        }

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

    /// <summary>Trains, exports and scores one cell.</summary>
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
