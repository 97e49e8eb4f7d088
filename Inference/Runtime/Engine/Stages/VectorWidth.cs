using System.Runtime.Intrinsics;

namespace MlNetRecurrent.Engine;

/// <summary>A vector width that kernels can be made for.</summary>
internal abstract class VectorWidth
{
    public static VectorWidth Bits512 { get; } = new Typed<Vectors512, Vector512<float>>();

    public static VectorWidth Bits256 { get; } = new Typed<Vectors256, Vector256<float>>();

    public static VectorWidth Bits128 { get; } = new Typed<Vectors128, Vector128<float>>();

    public static VectorWidth Scalar { get; } = new Typed<SingleFloat, float>();

    /// <summary>The widest vectors that this processor computes.</summary>
    public static VectorWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? Bits512 : Vector256.IsHardwareAccelerated ? Bits256 : Vector128.IsHardwareAccelerated ? Bits128 : Scalar;

    /// <summary>Floats of a vector.</summary>
    public abstract int Floats { get; }

    public abstract StageKernel CreateKernel(CellStage stage, PackedStage packed);

    public abstract RowMath RowMath();

    public abstract LayerNormalization LayerNormalization();

    private sealed class Typed<TMath, TVector> : VectorWidth
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        public override int Floats => TMath.Width;

        public override StageKernel CreateKernel(CellStage stage, PackedStage packed) => stage.CreateKernel<TMath, TVector>(packed);

        public override RowMath RowMath() => new RowMath<TMath, TVector>();

        public override LayerNormalization LayerNormalization() => new LayerNormalization<TMath, TVector>();
    }
}
