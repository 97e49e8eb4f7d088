namespace MlNetRecurrent.Training;

/// <summary>Predicts from the rows of a table.</summary>
internal static class ModelPrediction
{
    /// <param name="file">The bytes of the model.</param>
    /// <param name="card">Its card.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="table">The table.</param>
    /// <param name="rolling">Whether a forecast is made from every window.</param>
    /// <param name="cancellation">Ends the scoring between batches.</param>
    public static PredictionTable Run(byte[] file, ModelCard card, string name, TableSource table, bool rolling, CancellationToken cancellation)
    {
        var shape = ModelDataReader.Shape(card, name);
        var columns = card.Columns!;
        // Classes and the values of whole sequences are what is predicted: a table need not have them.
        var read = columns with { Label = null, Split = null, Targets = columns.Sequence is null ? columns.Targets : [] };
        var frame = RowFrameReader.Read(table, read, withFuture: columns.FutureCovariates.Count > 0);
        DataFingerprint.CheckNames(frame, card.Data!.TrainingSeries ?? []);
        using var scorer = new FileScorer(file, card, name);
        return card.Network.Task != RecurrentTask.Forecast ? ClassTable.Create(scorer, frame, shape, cancellation)
            : columns.Sequence is not null ? SequenceTable.Create(scorer, frame, shape, cancellation)
            : ForecastTable.Create(scorer, frame, shape, rolling, cancellation);
    }
}
