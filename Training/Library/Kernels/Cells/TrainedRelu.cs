using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The simple recurrent cell with ReLU: h' = max(0, W x + R h + b).</summary>
internal readonly unsafe struct TrainedRelu : ITrainedCell
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
            TMath.Store(TMath.Relu(TMath.Load(panels.Gates + index)), panels.Hidden + index);
    }

    // As in LibTorch, the gradient at 0 is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var zero = TMath.Broadcast(0);
        for (var index = 0; index < panels.Count; index += TMath.Width)
        {
            var negated = TMath.Subtract(zero, TMath.Load(panels.Hidden + index));
            TMath.Store(TMath.SelectNegative(negated, TMath.Load(panels.HiddenGradient + index), zero), panels.GateGradients + index);
        }
    }
}
