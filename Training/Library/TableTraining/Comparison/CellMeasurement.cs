namespace MlNetRecurrent.Training;

/// <summary>Fits the network of one cell and measures it for a <see cref="TableComparison"/>.</summary>
internal sealed class CellMeasurement
{
    /// <summary>The cell.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>The rows to fit and to test on.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>The clock that times the fit and the scoring.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Creates the network with its initial weights.</summary>
    public required Func<RecurrentNetwork> CreateNetwork { get; init; }

    /// <summary>Fits the network.</summary>
    public required Func<IProgress<FitProgress>?, CancellationToken, FittedModel> Fit { get; init; }

    /// <summary>Exports the fitted network and scores the file on the test rows.</summary>
    public required Func<FittedModel, CancellationToken, TableModel> Export { get; init; }

    /// <summary>Fits and measures.</summary>
    /// <param name="progress">Receives the losses after each epoch.</param>
    /// <param name="cancellation">Cancels the fit between batches.</param>
    /// <exception cref="SequenceDataException">No row is held out for testing.</exception>
    public CellComparison Run(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var testSequences = Data.GetTestSequences();
        using var sequences = new FrameSequences(Data.Frame, Data.Shape);
        using var test = sequences.GetSequences(DataPart.Test);
        var reachBefore = MeasureInitialReach(test, cancellation);
        using var memory = PeakMemory.Begin();
        var start = Clock.GetTimestamp();
        using var fitted = Fit(progress, cancellation);
        var time = Clock.GetElapsedTime(start);
        var bytes = memory.Bytes;
        var model = Export(fitted, cancellation);
        return new CellComparison
        {
            Cell = Cell,
            Model = model with { TrainingTime = time },
            TrainingMemoryBytes = bytes,
            RowsPerSecond = ScoringRate.Measure(model.ModelBytes.ToArray(), Data.Frame, testSequences, Clock, cancellation),
            ReachBefore = reachBefore,
            ReachAfter = MemoryReach.Measure(fitted.Network, test, cancellation),
        };
    }

    // With the initial weights of the fit and the scales of its training rows.
    private MemoryReach MeasureInitialReach(SequenceData test, CancellationToken cancellation)
    {
        using var network = CreateNetwork();
        using var sequences = new FrameSequences(Data.Frame, Data.TrainingShape);
        using var train = sequences.GetSequences(DataPart.Train);
        network.FitScales(train);
        return MemoryReach.Measure(network, test, cancellation);
    }
}
