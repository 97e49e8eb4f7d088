using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The sine experiment of README.md: trains an RNN, an LSTM and a GRU on a sine, then exports and scores them.</summary>
internal sealed class SineJob(SineOptions options, TimeProvider clock)
{
    /// <summary>The number of time steps of the free-running forecast.</summary>
    public const int FreeRunningSteps = 200;

    /// <summary>Checks the options and creates the output folder, before the work starts.</summary>
    /// <exception cref="UserInputException">An option is out of range, or the output folder cannot be written to.</exception>
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
            // Both throw if an option is out of range.
            CreateNetwork(RecurrentCell.Rnn);
            CreateFitOptions().Validate();
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }

        var files = new CommandFiles().Write("the picture of option --out", PictureFile);
        foreach (var cell in ComparedCells.All)
            files.Write($"the {cell.DisplayName} of option --out", GetModelFile(cell));
        files.Prepare();
    }

    /// <summary>The picture of the predictions.</summary>
    public string PictureFile => Path.Combine(options.Out, "sine.png");

    private string GetModelFile(RecurrentCell cell) => Path.Combine(options.Out, $"sine-{cell.Name}.onnx");

    /// <summary>Trains, exports and scores a network of one kind of cell.</summary>
    public SineResult Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var data = SequenceData.FromSeries(SineSeries.Values(0, SineSeries.Count), featureCount: 1, options.Window);
        using var network = RecurrentNetwork.Create(CreateNetwork(cell), options.Seed);
        var start = clock.GetTimestamp();
        var fit = NetworkFitter.Fit(network, data, CreateFitOptions(), progress, cancellation);
        var trainingTime = clock.GetElapsedTime(start);

        var file = GetModelFile(cell);
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
            FreeRunning = SineScoring.ForecastFreely(file, options.Window, FreeRunningSteps),
        };
    }

    private NetworkDescription CreateNetwork(RecurrentCell cell) => NetworkDescription.CreateForecaster(cell, featureCount: 1, options.Hidden);

    private FitOptions CreateFitOptions() => new()
    {
        Epochs = options.Epochs,

        // Full batches.
        BatchSize = null,
        LearningRate = options.LearningRate,
        Seed = options.Seed,
    };
}
