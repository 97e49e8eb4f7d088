using System.Runtime.Intrinsics;

namespace MlNetRecurrent.Engine;

/// <summary>A vector width for which kernels can be created.</summary>
internal abstract class VectorWidth
{
    public static VectorWidth Bits512 { get; } = new Typed<Vectors512, Vector512<float>>();

    public static VectorWidth Bits256 { get; } = new Typed<Vectors256, Vector256<float>>();

    public static VectorWidth Bits128 { get; } = new Typed<Vectors128, Vector128<float>>();

    public static VectorWidth Scalar { get; } = new Typed<SingleFloat, float>();

    /// <summary>The widest vectors that this processor supports.</summary>
    public static VectorWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? Bits512 : Vector256.IsHardwareAccelerated ? Bits256 : Vector128.IsHardwareAccelerated ? Bits128 : Scalar;

    /// <summary>The number of floats in a vector.</summary>
    public abstract int Floats { get; }

    public abstract StageKernel CreateKernel(CellStage stage, PackedStage packed);

    public abstract RowMath CreateRowMath();

    /// <summary>Creates layer normalization with the constant that it adds to the variance.</summary>
    public abstract LayerNormalization CreateLayerNormalization(float epsilon);

    public abstract ActivationMath CreateActivationMath();

    public abstract VariantMath CreateVariantMath(CellVariant variant);

    private sealed class Typed<TMath, TVector> : VectorWidth
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        public override int Floats => TMath.Width;

        public override StageKernel CreateKernel(CellStage stage, PackedStage packed) => stage.CreateKernel<TMath, TVector>(packed);

        public override RowMath CreateRowMath() => new RowMath<TMath, TVector>();

        public override LayerNormalization CreateLayerNormalization(float epsilon) => new LayerNormalization<TMath, TVector>(epsilon);

        public override ActivationMath CreateActivationMath() => new ActivationMath<TMath, TVector>();

        public override VariantMath CreateVariantMath(CellVariant variant) => new VariantMath<TMath, TVector>(variant);
    }
}
