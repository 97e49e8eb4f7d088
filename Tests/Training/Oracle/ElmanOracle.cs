namespace MlNetRecurrent.Training.Tests;

/// <summary>The simple recurrent network (Elman 1990).</summary>
/// <param name="input">W_x and b.</param>
/// <param name="recurrent">W_h, without a separate bias.</param>
/// <param name="activation">tanh, or ReLU.</param>
internal sealed class ElmanOracle(Affine input, Affine recurrent, Func<double, double> activation) : OracleCell
{
    public override OracleState Zero => new(new double[input.Units]);

    public override OracleState Step(double[] x, OracleState previous)
    {
        var h = new double[input.Units];
        for (var unit = 0; unit < h.Length; unit++)
            h[unit] = activation(input.At(unit, x) + recurrent.At(unit, previous.Hidden)); // h_t = tanh(W_x x_t + W_h h_(t-1) + b)
        return new OracleState(h);
    }
}
