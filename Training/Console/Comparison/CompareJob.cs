using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits one cell and measures all that it is compared by.</summary>
internal sealed class CompareJob(TrainOptions options, TrainingData data, TimeProvider clock)
{
    private readonly TrainJob _train = new(options, data, clock);

    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Network(RecurrentCell cell) => _train.Network(cell);

    /// <summary>Fits and measures.</summary>
    public CellComparison Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var sequences = new FrameSequences(data.Frame, data.Shape);
        using var test = sequences.Of(DataPart.Test);
        var before = Initial(cell, test, cancellation);
        using var memory = PeakMemory.Begin();
        var start = clock.GetTimestamp();
        using var fitted = _train.Fit(cell, progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var bytes = memory.Bytes;
        var scored = _train.Score(fitted, cancellation);
        return new CellComparison
        {
            Cell = cell,
            Card = options.Out is null ? scored.Card : _train.Export(fitted, cell, scored.Card).Card,
            TrainingTime = time,
            TrainingMemory = bytes,
            RowsPerSecond = ScoringRate.Of(scored.File, data.Frame, data.Test(), clock, cancellation),
            ReachBefore = before,
            ReachAfter = MemoryReach.Of(fitted.Network, test, cancellation),
            Evaluation = scored.Report,
            File = options.Out is null ? null : options.File(cell),
        };
    }

    // The weights that the fit begins with, seeing the values that it sees.
    private MemoryReach Initial(RecurrentCell cell, SequenceData test, CancellationToken cancellation)
    {
        using var network = _train.Initial(cell, options.Fit.Seed);
        using var fitted = new FrameSequences(data.Frame, data.FittedShape);
        using var train = fitted.Of(DataPart.Train);
        network.FitScales(train);
        return MemoryReach.Of(network, test, cancellation);
    }
}
