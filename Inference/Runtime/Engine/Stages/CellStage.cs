namespace MlNetRecurrent.Engine;

/// <summary>A matrix product and the arithmetic behind it; a cell's step is one of them, or two.</summary>
internal abstract class CellStage
{
    /// <summary>The products, in the order that the arithmetic takes them.</summary>
    public abstract IReadOnlyList<LineShape> Lines { get; }

    /// <summary>The kernel of this stage for a vector width.</summary>
    public abstract StageKernel CreateKernel<TMath, TVector>(PackedStage packed)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;

    /// <summary>A stage of a cell's arithmetic.</summary>
    public static CellStage Create<TCell>(params IReadOnlyList<LineShape> lines)
        where TCell : struct, ICell => new Typed<TCell>(lines);

    private sealed class Typed<TCell>(IReadOnlyList<LineShape> lines) : CellStage
        where TCell : struct, ICell
    {
        public override IReadOnlyList<LineShape> Lines => lines;

        public override StageKernel CreateKernel<TMath, TVector>(PackedStage packed) => new StageKernel<TMath, TVector, TCell>(packed);
    }
}
