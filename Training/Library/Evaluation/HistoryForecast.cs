namespace MlNetRecurrent.Training;

/// <summary>Forecasts the rows that follow a history.</summary>
/// <param name="history">The values up to the last known one.</param>
/// <param name="forecast">Takes the forecasts of the 1st, 2nd, ... row ahead.</param>
public delegate void HistoryForecast(ReadOnlyMemory<float> history, Span<float> forecast);
