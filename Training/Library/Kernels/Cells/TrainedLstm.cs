using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000): c' = f * c + i * g, h' = o * tanh(c'). Planes: i, f, g, o.</summary>
internal readonly unsafe struct TrainedLstm : ITrainedCell
{
    public static int KeptPlanes => 4;

    public static bool HasCellState => true;

    public static bool CarriesHidden => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* i = panels.Gates, f = i + panels.Plane, g = f + panels.Plane, o = g + panels.Plane;
        // Three loops: in one, the chain of dependent instructions would be longer than what a processor reorders.
        for (var n = 0; n < count; n += TMath.Width)
        {
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(i + n)), i + n);
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(f + n)), f + n);
        }

        for (var n = 0; n < count; n += TMath.Width)
        {
            TMath.Store(Gates<TMath, TVector>.Tanh(TMath.Load(g + n)), g + n);
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(o + n)), o + n);
        }

        for (var n = 0; n < count; n += TMath.Width)
        {
            var kept = TMath.Multiply(TMath.Load(f + n), TMath.Load(panels.PreviousCell + n));
            var cell = TMath.MultiplyAdd(TMath.Load(i + n), TMath.Load(g + n), kept);
            TMath.Store(cell, panels.Cell + n);
            TMath.Store(TMath.Multiply(TMath.Load(o + n), Gates<TMath, TVector>.Tanh(cell)), panels.Hidden + n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* i = panels.Gates, f = i + panels.Plane, g = f + panels.Plane, o = g + panels.Plane;
        float* hidden = panels.Hidden, cell = panels.PreviousCell, hiddenGradient = panels.HiddenGradient, cellGradient = panels.Carried;
        float* di = panels.GateGradients, df = di + panels.Count, dg = df + panels.Count, d_o = dg + panels.Count;
        for (var n = 0; n < panels.Count; n += TMath.Width)
        {
            var output = TMath.Load(o + n);
            var h = TMath.Load(hidden + n);
            var dh = TMath.Load(hiddenGradient + n);
            // h = o * tanh(c), so that dh/do * o (1 - o) = h (1 - o), and dh/dc = o (1 - tanh²(c)) = o - h²/o
            TMath.Store(TMath.Multiply(TMath.Multiply(dh, h), TMath.Subtract(TMath.Broadcast(1), output)), d_o + n);
            var squashed = TMath.Divide(h, output);
            var dc = TMath.MultiplyAdd(dh, TMath.Subtract(output, TMath.Multiply(h, squashed)), TMath.Load(cellGradient + n));
            var input = TMath.Load(i + n);
            var candidate = TMath.Load(g + n);
            var forget = TMath.Load(f + n);
            TMath.Store(TMath.Multiply(TMath.Multiply(dc, candidate), Gates<TMath, TVector>.SigmoidSlope(input)), di + n);
            TMath.Store(TMath.Multiply(TMath.Multiply(dc, input), Gates<TMath, TVector>.TanhSlope(candidate)), dg + n);
            TMath.Store(TMath.Multiply(TMath.Multiply(dc, TMath.Load(cell + n)), Gates<TMath, TVector>.SigmoidSlope(forget)), df + n);
            TMath.Store(TMath.Multiply(dc, forget), cellGradient + n);
        }
    }
}
