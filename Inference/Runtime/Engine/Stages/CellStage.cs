namespace MlNetRecurrent.Engine;

/// <summary>A matrix product and the arithmetic that follows it. A step of a cell consists of one or two stages.</summary>
internal abstract class CellStage
{
    /// <summary>The products, in the order of the parameters of <see cref="ICell.Step"/>.</summary>
    public abstract IReadOnlyList<LineShape> Lines { get; }

    /// <summary>Creates the kernel of this stage for a vector width.</summary>
    public abstract StageKernel CreateKernel<TMath, TVector>(PackedStage packed)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;

    /// <summary>Creates a stage from the arithmetic of a cell.</summary>
    public static CellStage Create<TCell>(params IReadOnlyList<LineShape> lines)
        where TCell : struct, ICell => new Typed<TCell>(lines);

    private sealed class Typed<TCell>(IReadOnlyList<LineShape> lines) : CellStage
        where TCell : struct, ICell
    {
        public override IReadOnlyList<LineShape> Lines => lines;

        public override StageKernel CreateKernel<TMath, TVector>(PackedStage packed) => new StageKernel<TMath, TVector, TCell>(packed);
    }
}
