using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The first stage of a GRU whose reset gate precedes the recurrent product. Lines: update gate, reset gate. Returns r * h, and stores e^-z as the
/// cell state for the second stage.
/// </summary>
internal readonly struct ResetBeforeGates : ICell
{
    public static int Lines => 2;

    public static int SigmoidLines => 2;

    public static int TanhLines => 0;

    public static bool ReadsHidden => true;

    public static bool ReadsCell => false;

    public static bool WritesCell => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        cell = line0;
        return TMath.Divide(hidden, TMath.Add(line1, TMath.Broadcast(1)));
    }
}
