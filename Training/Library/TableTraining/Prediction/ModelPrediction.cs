namespace MlNetRecurrent.Training;

/// <summary>Predicts from the rows of a table.</summary>
internal static class ModelPrediction
{
    /// <param name="file">The bytes of the model.</param>
    /// <param name="card">The model card.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="table">The table.</param>
    /// <param name="rolling">Whether to forecast from every window.</param>
    /// <param name="cancellation">Cancels the scoring between batches.</param>
    public static PredictionTable Run(byte[] file, ModelCard card, string name, TableSource table, bool rolling, CancellationToken cancellation)
    {
        var shape = ModelFrameShape.FromCard(card, name);
        var columns = card.Columns!;
        // Classes and the targets of whole sequences are predicted: the table does not need them.
        var read = columns.WithoutSplit() with { Label = null, Targets = columns.Sequence is null ? columns.Targets : [] };
        var frame = RowFrameReader.Read(
            table, read, withFuture: columns.FutureCovariates.Count > 0, digits: TrainedDeviations.CreateRules(file, card, name));
        using var scorer = new FileScorer(file, card, name);
        var predictions = card.Network.Task != RecurrentTask.Forecast ? ClassTable.Create(scorer, frame, shape, cancellation)
            : columns.Sequence is not null ? SequenceTable.Create(scorer, frame, shape, cancellation)
            : ForecastTable.Create(scorer, frame, shape, rolling, cancellation);
        var isNew = DataFingerprint.DescribeNewSeries(
            DataFingerprint.FindNewSeries(frame, card.Data), frame, own => $", which predicts from {own} own rows");
        return predictions with
        {
            Notes = isNew is null ? predictions.Notes : [isNew, .. predictions.Notes],
            Warnings = [.. SeriesScaleWarning.Add(frame, card.Network), .. predictions.Warnings],
        };
    }
}
