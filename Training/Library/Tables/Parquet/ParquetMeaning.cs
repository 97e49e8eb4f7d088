namespace MlNetRecurrent.Training;

/// <summary>What the values of a column of a Parquet file mean.</summary>
internal enum ParquetMeaning
{
    /// <summary>Something that is neither a number nor a text nor a date, or that has several values.</summary>
    Unsupported,

    /// <summary>A number: an integer, a floating-point number, or a Boolean as 0 or 1.</summary>
    Number,

    /// <summary>An integer without a sign.</summary>
    Unsigned,

    /// <summary>A floating-point number of 16 bits.</summary>
    Half,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A text in UTF-8.</summary>
    Text,

    /// <summary>A universally unique identifier, as text.</summary>
    Guid,

    /// <summary>A date: the days since 1970.</summary>
    Date,

    /// <summary>A date with a time.</summary>
    DateTime,
}
