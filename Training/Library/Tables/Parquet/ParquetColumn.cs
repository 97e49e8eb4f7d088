using Parquet.Schema;

namespace MlNetRecurrent.Training;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">What its values mean.</param>
/// <param name="IsOptional">Whether its values can be missing.</param>
/// <param name="Field">The column for Parquet.Net; null for one with nested columns.</param>
internal sealed record ParquetColumn(string Name, ParquetType Type, bool IsOptional, DataField? Field);
