namespace MlNetRecurrent.Training.Tests;

/// <summary>Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
/// <remarks>The input of every gate is [h_(t-1), x_t], the two vectors concatenated.</remarks>
internal sealed class LstmOracle(Affine forget, Affine input, Affine candidate, Affine output) : OracleCell
{
    public override OracleState Zero => new(new double[forget.Units], new double[forget.Units]);

    public override OracleState Step(double[] x, OracleState previous)
    {
        double[] both = [.. previous.Hidden, .. x]; // [h_(t-1), x_t]
        var c = new double[forget.Units];
        var h = new double[forget.Units];
        for (var unit = 0; unit < h.Length; unit++)
        {
            var f = Sigmoid(forget.At(unit, both)); // f = sigmoid(W_f [h_(t-1), x_t] + b_f)
            var i = Sigmoid(input.At(unit, both)); // i = sigmoid(W_i [h_(t-1), x_t] + b_i)
            var g = Math.Tanh(candidate.At(unit, both)); // g = tanh(W_g [h_(t-1), x_t] + b_g)
            var o = Sigmoid(output.At(unit, both)); // o = sigmoid(W_o [h_(t-1), x_t] + b_o)
            c[unit] = (f * previous.Cell![unit]) + (i * g); // c_t = f * c_(t-1) + i * g
            h[unit] = o * Math.Tanh(c[unit]); // h_t = o * tanh(c_t)
        }

        return new OracleState(h, c);
    }
}
