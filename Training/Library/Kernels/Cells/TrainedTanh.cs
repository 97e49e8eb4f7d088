using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The simple recurrent cell (Elman 1990): h' = tanh(W x + R h + b).</summary>
internal readonly unsafe struct TrainedTanh : ITrainedCell
{
    public static int KeptPlanes => 0;

    public static bool HasCellState => false;

    public static bool CarriesHidden => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        for (var index = 0; index < count; index += TMath.Width)
            TMath.Store(Gates<TMath, TVector>.Tanh(TMath.Load(panels.Gates + index)), panels.Hidden + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        for (var index = 0; index < panels.Count; index += TMath.Width)
        {
            var slope = Gates<TMath, TVector>.TanhSlope(TMath.Load(panels.Hidden + index));
            TMath.Store(TMath.Multiply(TMath.Load(panels.HiddenGradient + index), slope), panels.GateGradients + index);
        }
    }
}
