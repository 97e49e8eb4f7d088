namespace MlNetRecurrent.Training;

/// <summary>A column that changes as a target does in the same row or later: its values may not be known when the target is forecast.</summary>
/// <param name="Column">The column.</param>
/// <param name="Target">The target.</param>
/// <param name="Shift">The number of rows by which the column is ahead of the target; 0 for the same row.</param>
/// <param name="Correlation">The correlation of the changes of both columns, -1 to 1.</param>
public sealed record SuspectedLeak(string Column, string Target, int Shift, double Correlation);
