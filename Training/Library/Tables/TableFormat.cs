namespace MlNetRecurrent.Training;

/// <summary>The format of a data file.</summary>
public enum TableFormat
{
    /// <summary>Text with one row in each line and a header row: comma-separated values, or another separator.</summary>
    Csv,

    /// <summary>One JSON object in each line (NDJSON).</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
