namespace MlNetRecurrent;

/// <summary>Checks the numbers of columns, strings and values in the parts of stock transformers whose form is known.</summary>
internal static class StockParts
{
    // The part begins with the number of columns, followed by two strings or more for each.
    private static readonly string[] ColumnPairs =
    [
        "CopyTransform", "ConvertTransform", "ConverterFunction", "TermTransform", "KeyToValueTransform", "KeyToVectorTransform", "KeyToBinaryTransform",
        "NARemoveTransform", "NAIndicatorTransform", "NAReplaceTransform", "HashTransform", "TokenizeTextTransform", "CharToken",
    ];

    /// <summary>Checks a part. Parts of other transformers are accepted unread.</summary>
    /// <exception cref="InvalidDataException">The part announces more than it contains.</exception>
    public static void Check(ModelHeader header)
    {
        if (ColumnPairs.Any(header.IsReadBy))
            _ = new BoundedReader(header.Body.Span).ReadCount(2 * sizeof(int));
        else if (header.IsReadBy("TransformerChain"))
            _ = new BoundedReader(header.Body.Span).ReadCount(sizeof(int));
    }
}
