using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// The GRU with the reset gate after the recurrent product, as in PyTorch and cuDNN: n = tanh(Wn x + bWn + r * (Rn h + bRn)),
/// h' = (1 - z) * n + z * h. Planes: r, z, Rn h + bRn, and Wn x + bWn, which the candidate replaces.
/// </summary>
internal readonly unsafe struct TrainedGru : ITrainedCell
{
    public static int KeptPlanes => 4;

    public static bool HasCellState => false;

    public static bool CarriesHidden => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* r = panels.Gates, z = r + panels.Plane, recurrent = z + panels.Plane, candidate = recurrent + panels.Plane;
        float* hidden = panels.PreviousHidden, next = panels.Hidden;
        // Two loops: in one, the chain of dependent instructions would be longer than what a processor reorders.
        for (var index = 0; index < count; index += TMath.Width)
        {
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(r + index)), r + index);
            TMath.Store(Gates<TMath, TVector>.Sigmoid(TMath.Load(z + index)), z + index);
        }

        for (var index = 0; index < count; index += TMath.Width)
        {
            var sum = TMath.MultiplyAdd(TMath.Load(r + index), TMath.Load(recurrent + index), TMath.Load(candidate + index));
            var n = Gates<TMath, TVector>.Tanh(sum);
            TMath.Store(n, candidate + index);
            TMath.Store(TMath.MultiplyAdd(TMath.Load(z + index), TMath.Subtract(TMath.Load(hidden + index), n), n), next + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        float* r = panels.Gates, z = r + panels.Plane, recurrent = z + panels.Plane, candidate = recurrent + panels.Plane;
        float* hidden = panels.PreviousHidden, hiddenGradient = panels.HiddenGradient, carried = panels.Carried;
        float* dr = panels.GateGradients, dz = dr + panels.Count, dRecurrent = dz + panels.Count, dInput = dRecurrent + panels.Count;
        for (var index = 0; index < panels.Count; index += TMath.Width)
        {
            var reset = TMath.Load(r + index);
            var update = TMath.Load(z + index);
            var n = TMath.Load(candidate + index);
            var dh = TMath.Load(hiddenGradient + index);
            var updated = TMath.Multiply(dh, update);
            TMath.Store(updated, carried + index);
            var dn = TMath.Multiply(TMath.Subtract(dh, updated), Gates<TMath, TVector>.TanhSlope(n));
            TMath.Store(dn, dInput + index);
            var dReset = TMath.Multiply(dn, reset);
            TMath.Store(dReset, dRecurrent + index);
            var one = TMath.Broadcast(1);
            TMath.Store(TMath.Multiply(TMath.Multiply(dReset, TMath.Load(recurrent + index)), TMath.Subtract(one, reset)), dr + index);
            TMath.Store(
                TMath.Multiply(TMath.Multiply(updated, TMath.Subtract(TMath.Load(hidden + index), n)), TMath.Subtract(one, update)),
                dz + index);
        }
    }
}
