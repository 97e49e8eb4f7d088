namespace MlNetRecurrent.Training.Tests;

/// <summary>The textbook equations of a cell, step by step.</summary>
internal abstract class OracleCell
{
    /// <summary>Computes the state after the next step.</summary>
    /// <param name="x">x_t [input].</param>
    /// <param name="previous">The state of t-1.</param>
    public abstract OracleState Step(double[] x, OracleState previous);

    /// <summary>The default state before the first step.</summary>
    public abstract OracleState Zero { get; }

    protected static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
