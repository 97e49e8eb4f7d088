using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Layer normalization for one vector width.</summary>
/// <remarks>Vectors hold rows; a single row is computed with the same operations, which produce the same bits.</remarks>
internal sealed unsafe class LayerNormalization<TMath, TVector>(float epsilon) : LayerNormalization
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override void Apply(NormWeights norm, float* source, float* target, nint stride)
    {
        if (stride == 1)
        {
            NormalizeRows<SingleFloat, float>(norm, source, target, 1);
            return;
        }

        for (nint row = 0; row < stride; row += TMath.Width)
            NormalizeRows<TMath, TVector>(norm, source + row, target + row, stride);
    }

    // A vector of rows. Each product and each sum is rounded separately.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeRows<TRowMath, TRows>(NormWeights norm, float* source, float* target, nint stride)
        where TRowMath : struct, IVectorMath<TRows>
        where TRows : struct
    {
        var scale = norm.Scale;
        var shift = norm.Shift;
        var size = TRowMath.Broadcast(scale.Length);
        var sum = TRowMath.Broadcast(0);
        for (nint value = 0; value < scale.Length; value++)
            sum = TRowMath.Add(sum, TRowMath.Load(source + (value * stride)));
        var mean = TRowMath.Divide(sum, size);
        var squares = TRowMath.Broadcast(0);
        for (nint value = 0; value < scale.Length; value++)
        {
            var centered = TRowMath.Subtract(TRowMath.Load(source + (value * stride)), mean);
            squares = TRowMath.Add(squares, TRowMath.Multiply(centered, centered));
        }

        var variance = TRowMath.Divide(squares, size);
        var standardDeviation = TRowMath.Sqrt(TRowMath.Add(variance, TRowMath.Broadcast(epsilon)));
        for (var value = 0; value < scale.Length; value++)
        {
            var normal = TRowMath.Divide(TRowMath.Subtract(TRowMath.Load(source + (value * stride)), mean), standardDeviation);
            var scaled = TRowMath.Multiply(normal, TRowMath.Broadcast(scale[value]));
            TRowMath.Store(TRowMath.Add(scaled, TRowMath.Broadcast(shift[value])), target + (value * stride));
        }
    }
}
