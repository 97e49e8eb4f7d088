using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The simple recurrent cell (Elman 1990): h(t) = tanh(W x(t) + R h(t-1) + b).</summary>
internal readonly struct TanhCell : ICell
{
    public static int Lines => 1;

    public static int SigmoidLines => 0;

    public static int TanhLines => 0;

    public static bool ReadsHidden => false;

    public static bool ReadsCell => false;

    public static bool WritesCell => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        // The only exponential: there is no chain that a loop of its own would shorten.
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(line0);
        return TMath.Divide(e, TMath.Add(e, TMath.Broadcast(2)));
    }
}
