namespace MlNetRecurrent.Training.Tests;

/// <summary>The gated recurrent unit as textbooks write it (Chung et al. 2014): z admits the new state, r is applied before the product.</summary>
/// <remarks>In the paper that introduced it (Cho et al. 2014), as in PyTorch and ONNX, z keeps the old state.</remarks>
internal sealed class TextbookGruOracle(Affine update, Affine reset, Affine candidate) : OracleCell
{
    public override OracleState Zero => new(new double[update.Units]);

    public override OracleState Step(double[] x, OracleState previous)
    {
        double[] both = [.. previous.Hidden, .. x]; // [h_(t-1), x_t]
        var kept = new double[update.Units];
        for (var unit = 0; unit < kept.Length; unit++)
            kept[unit] = Sigmoid(reset.At(unit, both)) * previous.Hidden[unit]; // r * h_(t-1), r = sigmoid(W_r [h_(t-1), x_t] + b_r)

        double[] keptAndNew = [.. kept, .. x]; // [r * h_(t-1), x_t]
        var h = new double[update.Units];
        for (var unit = 0; unit < h.Length; unit++)
        {
            var z = Sigmoid(update.At(unit, both)); // z = sigmoid(W_z [h_(t-1), x_t] + b_z)
            var candidateState = Math.Tanh(candidate.At(unit, keptAndNew)); // h~ = tanh(W [r * h_(t-1), x_t] + b)
            h[unit] = ((1 - z) * previous.Hidden[unit]) + (z * candidateState); // h_t = (1 - z) * h_(t-1) + z * h~
        }

        return new OracleState(h);
    }
}
