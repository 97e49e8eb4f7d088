namespace MlNetRecurrent.Training.Tests;

/// <summary>What a cell carries from step to step of one sequence.</summary>
/// <param name="Hidden">h [hidden].</param>
/// <param name="Cell">c [hidden] of an LSTM; null for other cells.</param>
internal sealed record OracleState(double[] Hidden, double[]? Cell = null);
