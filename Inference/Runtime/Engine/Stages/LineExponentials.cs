using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The exponentials of products, from which the activations of a cell are built.</summary>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static unsafe class LineExponentials<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Replaces each value by e^-x.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">Their number, a multiple of the vector width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Negative(float* values, nint count)
    {
        for (var end = values + count; values < end; values += TMath.Width)
            TMath.Store(Exponential<TMath, TVector>.ExpNegative(TMath.Load(values)), values);
    }

    /// <summary>Replaces each value by e^2x - 1.</summary>
    /// <inheritdoc cref="Negative"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwiceMinusOne(float* values, nint count)
    {
        for (var end = values + count; values < end; values += TMath.Width)
            TMath.Store(Exponential<TMath, TVector>.ExpTwiceMinusOne(TMath.Load(values)), values);
    }
}
