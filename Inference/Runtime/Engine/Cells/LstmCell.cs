using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The LSTM cell (Hochreiter &amp; Schmidhuber 1997; Gers et al. 2000): c(t) = f * c(t-1) + i * g, h(t) = o * tanh(c(t)).
/// Lines: input, output and forget gate, cell candidate.
/// </summary>
internal readonly struct LstmCell : ICell
{
    public static int Lines => 4;

    public static int SigmoidLines => 3;

    public static int TanhLines => 1;

    public static bool ReadsHidden => false;

    public static bool ReadsCell => true;

    public static bool WritesCell => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var one = TMath.Broadcast(1);
        var two = TMath.Broadcast(2);
        var input = TMath.Add(line0, one);
        var forget = TMath.Add(line2, one);
        var candidate = line3;

        // c / (1 + e^-f) + tanh(g) / (1 + e^-i), then o * tanh(c): three divisions instead of five
        cell = TMath.Add(
            TMath.Divide(cell, forget),
            TMath.Divide(candidate, TMath.Multiply(input, TMath.Add(candidate, two))));
        var output = TMath.Add(line1, one);
        var squashed = Exponential<TMath, TVector>.ExpTwiceMinusOne(cell);
        return TMath.Divide(squashed, TMath.Multiply(output, TMath.Add(squashed, two)));
    }
}
