namespace MlNetRecurrent.Training.Tests;

/// <summary>The gated recurrent unit of PyTorch and cuDNN: z keeps the previous state, and r is applied after the recurrent product.</summary>
/// <param name="reset">The reset gate, with input [h_(t-1), x_t].</param>
/// <param name="update">The update gate, with input [h_(t-1), x_t].</param>
/// <param name="candidateInput">W_in and b_in, with input x_t.</param>
/// <param name="candidateRecurrent">W_hn and b_hn, with input h_(t-1).</param>
internal sealed class ResetAfterGruOracle(Affine reset, Affine update, Affine candidateInput, Affine candidateRecurrent) : OracleCell
{
    public override OracleState Zero => new(new double[update.Units]);

    public override OracleState Step(double[] x, OracleState previous)
    {
        double[] both = [.. previous.Hidden, .. x]; // [h_(t-1), x_t]
        var h = new double[update.Units];
        for (var unit = 0; unit < h.Length; unit++)
        {
            var r = Sigmoid(reset.At(unit, both)); // r = sigmoid(W_r [h_(t-1), x_t] + b_r)
            var z = Sigmoid(update.At(unit, both)); // z = sigmoid(W_z [h_(t-1), x_t] + b_z)
            // n = tanh(W_in x_t + b_in + r * (W_hn h_(t-1) + b_hn))
            var n = Math.Tanh(candidateInput.At(unit, x) + (r * candidateRecurrent.At(unit, previous.Hidden)));
            h[unit] = ((1 - z) * n) + (z * previous.Hidden[unit]); // h_t = (1 - z) * n + z * h_(t-1)
        }

        return new OracleState(h);
    }
}
