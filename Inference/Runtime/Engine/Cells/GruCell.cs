using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The GRU cell with the reset gate after the recurrent product, as in PyTorch and cuDNN:
/// n = tanh(Wn x + bWn + r * (Rn h(t-1) + bRn)), h(t) = (1 - z) * n + z * h(t-1).
/// Lines: update gate, reset gate, and the two products of the candidate.
/// </summary>
internal readonly struct GruCell : ICell
{
    public static int Lines => 4;

    public static int SigmoidLines => 2;

    public static int TanhLines => 0;

    public static bool ReadsHidden => true;

    public static bool ReadsCell => false;

    public static bool WritesCell => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var inverseReset = TMath.Add(line1, TMath.Broadcast(1));
        return Interpolation.Interpolate<TMath, TVector>(line0, TMath.Add(line2, TMath.Divide(line3, inverseReset)), hidden);
    }
}
