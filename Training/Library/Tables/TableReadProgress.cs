namespace MlNetRecurrent.Training;

/// <summary>How much of a table has been read.</summary>
/// <param name="RowCount">The number of rows so far.</param>
/// <param name="CompletedFraction">The fraction of the file that has been read, 0 to 1; null if it is unknown.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="HasEnded">Whether reading has ended, with the last row or with an error.</param>
public sealed record TableReadProgress(long RowCount, double? CompletedFraction, TimeSpan Elapsed, bool HasEnded);
