namespace MlNetRecurrent;

/// <summary>Checks the numbers of columns, strings and values in the parts of stock transformers whose form is known.</summary>
/// <remarks>ML.NET reserves memory for these numbers, and never returns if an array is longer than its file.</remarks>
internal static class StockParts
{
    // The part begins with the number of columns, followed by at least two strings for each.
    private static readonly string[] ColumnPairs =
    [
        "CharToken", "ConvertTransform", "CopyTransform", "HashTransform", "KeyToBinaryTransform", "KeyToValueTransform", "KeyToVectorTransform",
        "Normalizer", "TermTransform", "TextNormalizerTransform", "TokenizeTextTransform", "ValueMappingTransformer",
    ];

    private static readonly string[] LinearModels = ["Linear2CExec", "LinearRegressionExec", "PoissonRegressionExec"];

    /// <summary>Checks a part. Parts of other transformers are accepted unread.</summary>
    /// <exception cref="InvalidDataException">The part announces more than it contains.</exception>
    public static void Check(ModelHeader header)
    {
        var reader = new BoundedReader(header.Body.Span);
        if (header.IsReadBy("TransformerChain"))
            _ = reader.ReadCount(sizeof(int));
        else if (header.IsReadBy("ConcatTransform"))
            CheckConcatenation(ref reader);
        else if (header.IsReadBy("SelectColumnsTransform"))
            CheckSelection(ref reader);
        else if (LinearModels.Any(header.IsReadBy))
            CheckLinearModel(ref reader);
        else if (ColumnPairs.Any(header.IsReadBy))
            CheckPairs(ref reader, header);
    }

    private static void CheckPairs(ref BoundedReader reader, ModelHeader header)
    {
        var columns = reader.ReadCount(2 * sizeof(int));
        _ = reader.ReadBytes(columns * 2L * sizeof(int));
        if (header.IsReadBy("KeyToVectorTransform"))
            _ = reader.ReadBytes(columns);
        for (var column = 0; column < columns && header.IsReadBy("Normalizer"); column++)
        {
            var isVector = reader.ReadByte() != 0;
            _ = reader.ReadByte();
            if (isVector)
                _ = reader.ReadBytes((long)reader.ReadCount(sizeof(int)) * sizeof(int));
        }
    }

    // For each column its name, and the names and aliases of its inputs.
    private static void CheckConcatenation(ref BoundedReader reader)
    {
        var columns = reader.ReadCount(2 * sizeof(int));
        for (var column = 0; column < columns; column++)
        {
            _ = reader.ReadInt32();
            _ = reader.ReadBytes(reader.ReadCount(2 * sizeof(int)) * 2L * sizeof(int));
        }
    }

    private static void CheckSelection(ref BoundedReader reader)
    {
        _ = reader.ReadBytes(3 * sizeof(bool));
        _ = reader.ReadCount(sizeof(int));
    }

    // The size of a value, the bias, the number of features, and the indices and values of weights.
    private static void CheckLinearModel(ref BoundedReader reader)
    {
        _ = reader.ReadBytes(sizeof(int) + sizeof(float));
        _ = reader.ReadInt32();
        _ = reader.ReadBytes((long)reader.ReadCount(sizeof(int)) * sizeof(int));
        _ = reader.ReadBytes((long)reader.ReadCount(sizeof(float)) * sizeof(float));
    }
}
