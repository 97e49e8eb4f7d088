using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The activation functions of linear layers and of variants of cells, to float precision. NaN stays NaN.</summary>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static class Activation<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private static readonly float TwoOverPiRoot = (float)Math.Sqrt(2 / Math.PI);
    private static readonly float HalfRoot = (float)Math.Sqrt(0.5);

    /// <summary>Computes f(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TVector Apply(ActivationFunction function, TVector x) => function.Kind switch
    {
        ActivationKind.Relu => TMath.Relu(x),
        ActivationKind.Tanh => Tanh(x),
        ActivationKind.Sigmoid => TMath.Divide(One, TMath.Add(Exponential<TMath, TVector>.ExpNegative(x), One)),
        ActivationKind.HardSigmoid => TMath.Min(TMath.Relu(Line(function, x)), One),
        ActivationKind.Gelu => Half(x, ErrorFunction<TMath, TVector>.Compute(TMath.Multiply(x, TMath.Broadcast(HalfRoot)))),
        ActivationKind.GeluTanh => Half(x, Tanh(Cubic(x))),
        ActivationKind.LeakyRelu => TMath.SelectNegative(x, TMath.Multiply(x, TMath.Broadcast(function.Alpha)), x),
        ActivationKind.Elu => TMath.SelectNegative(x, TMath.Multiply(ExpMinusOne(x), TMath.Broadcast(function.Alpha)), x),
        ActivationKind.Softplus => Softplus<TMath, TVector>.Compute(x),
        ActivationKind.Softsign => TMath.Divide(x, TMath.Add(TMath.Abs(x), One)),
        ActivationKind.Affine => Line(function, x),
        _ => x,
    };

    private static TVector One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TMath.Broadcast(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Tanh(TVector x)
    {
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(x);
        return TMath.Divide(e, TMath.Add(e, TMath.Broadcast(2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpMinusOne(TVector x) => Exponential<TMath, TVector>.ExpTwiceMinusOne(TMath.Multiply(x, TMath.Broadcast(0.5f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Line(ActivationFunction function, TVector x) =>
        TMath.Add(TMath.Multiply(x, TMath.Broadcast(function.Alpha)), TMath.Broadcast(function.Beta));

    // x * (1 + curve) / 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Half(TVector x, TVector curve) => TMath.Multiply(TMath.Multiply(x, TMath.Broadcast(0.5f)), TMath.Add(curve, One));

    // sqrt(2 / pi) * (x + 0.044715 * x^3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Cubic(TVector x)
    {
        var square = TMath.Multiply(x, x);
        var factor = TMath.MultiplyAdd(square, TMath.Broadcast(0.044715f), One);
        return TMath.Multiply(TMath.Multiply(x, factor), TMath.Broadcast(TwoOverPiRoot));
    }
}
