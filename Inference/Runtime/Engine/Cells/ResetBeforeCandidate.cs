using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The second stage of a GRU whose reset gate precedes the recurrent product: n = tanh(Wn x + Rn (r * h) + bn), h(t) = (1 - z) * n + z * h(t-1).
/// </summary>
internal readonly struct ResetBeforeCandidate : ICell
{
    public static int Lines => 1;

    public static int SigmoidLines => 0;

    public static int TanhLines => 0;

    public static bool ReadsHidden => true;

    public static bool ReadsCell => true;

    public static bool WritesCell => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
        => Interpolation.Interpolate<TMath, TVector>(cell, line0, hidden);
}
