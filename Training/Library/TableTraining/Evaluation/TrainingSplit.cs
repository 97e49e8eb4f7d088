namespace MlNetRecurrent.Training;

/// <summary>Repeats the split of a training on its own table.</summary>
internal static class TrainingSplit
{
    /// <summary>
    /// Marks the test rows of the training, and all others as training rows, if the table is the one that the model was trained on.
    /// </summary>
    /// <param name="frame">The frame, read without the columns of the split; its parts are set if the table is recognized.</param>
    /// <param name="table">The table.</param>
    /// <param name="card">The model card.</param>
    /// <returns>Whether the table was recognized by all of its values and its split.</returns>
    /// <exception cref="SequenceDataException">The table is that of the training, but its split or group column is invalid.</exception>
    public static bool TryRepeat(RowFrame frame, TableSource table, ModelCard card)
    {
        if (card is not { Columns: { } columns, Data.Split: { TableHash: { } hash } split } || !TableHashes.IsHashOf(hash, frame))
            return false;
        var repeated = columns.Split is null && columns.Group is null ? frame : RowFrameReader.Read(table, columns.Restrict(table.Columns));
        repeated = repeated with { Parts = [.. repeated.Parts] };
        if (repeated.Columns.Split is null)
            DataSplit.Test(repeated, split.TestFraction, card.Window is null, split.IsStratified);
        if (TableHashes.HashTestRows(repeated) != split.TestRowsHash)
            return false;
        repeated.Parts.CopyTo(frame.Parts, 0);
        for (var row = 0; row < frame.RowCount; row++)
            frame.Parts[row] = frame.Parts[row] == DataPart.Test ? DataPart.Test : DataPart.Train;
        return true;
    }
}
