using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The first half of a GRU with its reset gate before the recurrent product. Lines update, reset: gives r * h, and e^-z in the place of a cell state.</summary>
internal readonly struct ResetBeforeGates : ICell
{
    public static int Lines => 2;

    public static bool ReadsHidden => true;

    public static bool ReadsCell => false;

    public static bool WritesCell => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        cell = Exponential<TMath, TVector>.ExpNegative(line0);
        return TMath.Divide(hidden, TMath.Add(Exponential<TMath, TVector>.ExpNegative(line1), TMath.Broadcast(1)));
    }
}
