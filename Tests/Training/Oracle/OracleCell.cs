namespace MlNetRecurrent.Training.Tests;

/// <summary>A cell's equations, step by step, as they are taught.</summary>
internal abstract class OracleCell
{
    /// <summary>The state after one more step.</summary>
    /// <param name="x">x_t [input].</param>
    /// <param name="previous">The state of t-1.</param>
    public abstract OracleState Step(double[] x, OracleState previous);

    /// <summary>The state before the first step, where none is given.</summary>
    public abstract OracleState Zero { get; }

    protected static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
