namespace MlNetRecurrent.Training.Tests;

/// <summary>The state that a cell passes from one time step to the next, for one sequence.</summary>
/// <param name="Hidden">h [hidden].</param>
/// <param name="Cell">c [hidden] of an LSTM; null for other cells.</param>
internal sealed record OracleState(double[] Hidden, double[]? Cell = null);
