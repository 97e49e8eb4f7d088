namespace MlNetRecurrent.Training;

/// <summary>Scores a model on the rows of a table that were not used for training.</summary>
internal static class ModelEvaluation
{
    /// <param name="file">The bytes of the model.</param>
    /// <param name="card">The model card.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="table">The table.</param>
    /// <param name="includeTrainingRows">Whether to score training rows too.</param>
    /// <param name="stride">The number of rows from one scored window to the next; null for the default.</param>
    /// <param name="cancellation">Cancels the scoring between batches.</param>
    public static EvaluationReport Run(
        byte[] file, ModelCard card, string name, TableSource table, bool includeTrainingRows, int? stride, CancellationToken cancellation)
    {
        var split = card.Data?.Split;
        var shape = ModelFrameShape.FromCard(card, name, stride ?? split?.TestStride);
        var frame = RowFrameReader.Read(table, card.Columns!.WithoutSplit(), digits: TrainedDeviations.CreateRules(file, card, name));
        frame = FrameLabels.Rename(frame, card.Labels);
        var isRepeated = TrainingSplit.TryRepeat(frame, table, card);
        // In another table, test rows are those not used for training; a split or group column is ignored.
        var overlap = isRepeated
            ? DataFingerprint.DescribeTraining(frame, whole: shape.Window is null)
            : DataFingerprint.MarkTrainingRows(frame, card.Data!);
        card = card with { Data = MaseScales.Complete(card.Data!, frame) };
        if (includeTrainingRows)
            Array.Fill(frame.Parts, DataPart.Test);
        var sequences = shape.GetSequences(frame, DataPart.Test);
        if (sequences.Count == 0)
            throw new SequenceDataException(overlap is null
                ? shape.ExplainNone(frame, DataPart.Test)
                : $"{table.Name} has no rows that are new to the model ({overlap}): provide newer data, or include the training rows.");
        using var scorer = new FileScorer(file, card, name);
        var report = Evaluator.Run(frame, shape, sequences, scorer, cancellation);
        var ofScale = card.Network.Task == RecurrentTask.Forecast ? ", and the scale of MASE comes from all of them" : "";
        var isNew = DataFingerprint.DescribeNewSeries(
            DataFingerprint.FindNewSeries(frame, card.Data), frame, own => $": none of {own} rows is a training row{ofScale}");
        return report with
        {
            Notes = isNew is null ? report.Notes : [isNew, .. report.Notes],
            TrainingOverlap = overlap,
            RepeatsTrainingSplit = isRepeated && !includeTrainingRows,
            Stride = shape.Window is null ? null : shape.Stride,
            Frame = frame,
            Warnings = SeriesScaleWarning.Add(frame, card.Network),
        };
    }
}
