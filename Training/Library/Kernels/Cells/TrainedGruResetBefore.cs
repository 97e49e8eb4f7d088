using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// The GRU with the reset gate before the recurrent product (Cho et al. 2014): n = tanh(Wn x + Rn (r * h) + b), h' = (1 - z) * n + z * h.
/// Planes: r, z, n; the last is computed in a second stage, from r * h.
/// </summary>
internal readonly unsafe struct TrainedGruResetBefore : ITrainedCell
{
    public static int KeptPlanes => 3;

    public static bool HasCellState => false;

    public static bool CarriesHidden => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* r = panels.Gates, z = r + panels.Plane;
        for (var index = 0; index < count; index += TMath.Width)
        {
            var reset = Gates<TMath, TVector>.Sigmoid(TMath.Load(r + index));
            TMath.Store(reset, r + index);
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(z + index)), z + index);
            TMath.Store(TMath.Multiply(reset, TMath.Load(panels.PreviousHidden + index)), panels.ResetHidden + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardSecond<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* z = panels.Gates + panels.Plane, candidate = z + panels.Plane;
        for (var index = 0; index < count; index += TMath.Width)
        {
            var n = Gates<TMath, TVector>.Tanh(TMath.Load(candidate + index));
            TMath.Store(n, candidate + index);
            var change = TMath.Subtract(TMath.Load(panels.PreviousHidden + index), n);
            TMath.Store(TMath.MultiplyAdd(TMath.Load(z + index), change, n), panels.Hidden + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* z = panels.Gates + panels.Plane, candidate = z + panels.Plane;
        float* dz = panels.GateGradients + panels.Count, dn = dz + panels.Count;
        for (var index = 0; index < panels.Count; index += TMath.Width)
        {
            var update = TMath.Load(z + index);
            var n = TMath.Load(candidate + index);
            var dh = TMath.Load(panels.HiddenGradient + index);
            var updated = TMath.Multiply(dh, update);
            TMath.Store(updated, panels.Carried + index);
            TMath.Store(TMath.Multiply(TMath.Subtract(dh, updated), Gates<TMath, TVector>.TanhSlope(n)), dn + index);
            var change = TMath.Subtract(TMath.Load(panels.PreviousHidden + index), n);
            TMath.Store(TMath.Multiply(TMath.Multiply(updated, change), TMath.Subtract(TMath.Broadcast(1), update)), dz + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardFirst<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        for (var index = 0; index < panels.Count; index += TMath.Width)
        {
            var reset = TMath.Load(panels.Gates + index);
            var gradient = TMath.Load(panels.ResetGradient + index);
            var carried = TMath.MultiplyAdd(gradient, reset, TMath.Load(panels.Carried + index));
            TMath.Store(carried, panels.Carried + index);
            var change = TMath.Multiply(gradient, TMath.Load(panels.PreviousHidden + index));
            TMath.Store(TMath.Multiply(change, Gates<TMath, TVector>.SigmoidSlope(reset)), panels.GateGradients + index);
        }
    }
}
