namespace MlNetRecurrent.Training;

/// <summary>The errors of a forecast that needs no training: of the next row, over the last fifth of each series.</summary>
/// <param name="Name">The name of the <see cref="Baseline"/>.</param>
/// <param name="Season">The season length in rows; 1 for the last value.</param>
/// <param name="RowCount">The number of rows that are forecast.</param>
/// <param name="MeanAbsoluteError">The mean absolute error, in the unit of the values.</param>
/// <param name="MeanAbsoluteScaledError">
/// The mean absolute error divided by that of the seasonal naive forecast of the rows before, averaged over the series; NaN without a scale.
/// </param>
public sealed record NaiveForecast(string Name, int Season, int RowCount, double MeanAbsoluteError, double MeanAbsoluteScaledError);
