namespace MlNetRecurrent.Training;

/// <summary>Fits one cell and measures all that it is compared by.</summary>
internal static class CellMeasurement
{
    /// <summary>Fits and measures.</summary>
    public static CellComparison Run(TableTrainer trainer, TimeProvider clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var data = trainer.Data;
        var tested = data.GetTestSequences();
        using var sequences = new FrameSequences(data.Frame, data.Shape);
        using var test = sequences.GetSequences(DataPart.Test);
        var before = Initial(trainer, test, cancellation);
        using var memory = PeakMemory.Begin();
        var start = clock.GetTimestamp();
        using var fitted = trainer.FitNetwork(progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var bytes = memory.Bytes;
        var model = trainer.ExportAndScore(fitted, cancellation);
        return new CellComparison
        {
            Cell = trainer.Options.Cell,
            Model = model with { TrainingTime = time },
            TrainingMemory = bytes,
            RowsPerSecond = ScoringRate.Measure(model.ModelBytes.ToArray(), data.Frame, tested, clock, cancellation),
            ReachBefore = before,
            ReachAfter = MemoryReach.Measure(fitted.Network, test, cancellation),
        };
    }

    // The weights that the fit begins with, seeing the values that it sees.
    private static MemoryReach Initial(TableTrainer trainer, SequenceData test, CancellationToken cancellation)
    {
        using var network = trainer.InitialNetwork(trainer.Options.Fit.Seed);
        using var fitted = new FrameSequences(trainer.Data.Frame, trainer.Data.TrainingShape);
        using var train = fitted.GetSequences(DataPart.Train);
        network.FitScales(train);
        return MemoryReach.Measure(network, test, cancellation);
    }
}
