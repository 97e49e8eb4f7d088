using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>A pass of one cell for one vector width.</summary>
internal sealed unsafe class VectorPass<TMath, TVector, TCell> : RecurrentPass
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
    where TCell : struct, ITrainedCell
{
    private const nint MostGates = 8_000_000;

    private readonly KernelBuffer _memory;
    private readonly nint _size;
    private readonly int _units;
    private KernelBuffer? _sums;
    private KernelBuffer? _gates;
    private bool _isDisposed;

    public VectorPass(PassSettings settings)
    {
        Settings = settings;
        Plan = CellPlan.For(settings.Shape.Cell);
        _units = UnitGroup.Pad(settings.Shape.HiddenSize);
        Partition = new BlockPartition(
            settings.Batch,
            settings.Steps,
            settings.Lengths,
            settings.Shape.InputSize + settings.Shape.HiddenSize,
            TMath.Width,
            (lanes, steps) => BlockMemory.GetSize(_units, lanes, steps, TCell.KeptPlanes, TCell.HasCellState, settings.Keeps));
        Packed = new PackedLayout(Plan, settings.Shape, settings.Keeps, Partition.Blocks.Max(block => block.Vectors));
        Gradients = new GradientLayout(Plan, settings.Shape, Partition, TMath.Width);
        _size = Align(Packed.Count) + Partition.Size;
        _memory = PassMemory.Rent(_size);
    }

    public override PassSettings Settings { get; }

    public override long Size => _size;

    public CellPlan Plan { get; }

    public BlockPartition Partition { get; }

    public PackedLayout Packed { get; }

    public GradientLayout Gradients { get; }

    /// <summary>The packed weights.</summary>
    public float* Weights => _memory.Pointer;

    /// <summary>The number of units, padded to whole groups.</summary>
    public int Units => _units;

    public ForwardArguments Input { get; private set; }

    public BackwardArguments Output { get; private set; }

    // With a single block, threads share the lines of the weight gradients instead, after its back-propagation through time.
    private bool SplitsWeights => Partition.Blocks.Length == 1 && AllGates <= MostGates;

    private nint AllGates
    {
        get
        {
            var lanes = Partition.Blocks[0].Vectors * TMath.Width;
            // Tiles of lines read beyond the last line.
            return (Partition.Blocks[0].Steps * BackwardScratch.GetGateStep(Plan, Settings.Shape, lanes)) + (8 * lanes);
        }
    }

    public override int ForwardPieces => Partition.Blocks.Length;

    public override int BackwardPieces => Gradients.Groups;

    public override int ReductionPieces => GradientLayout.HasWeights(Output.WeightGradients) ? Gradients.ReductionPieces : 0;

    public BlockMemory GetMemory(in RowBlock block) => new(
        _memory.Pointer + Align(Packed.Count) + block.Start,
        _units,
        block.Vectors * TMath.Width,
        block.Steps,
        TCell.KeptPlanes,
        TCell.HasCellState,
        Settings.Keeps);

    /// <summary>The sums of weight gradients of a group of blocks.</summary>
    public float* GetSums(int group) => _sums!.Pointer + (group * Gradients.Size);

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        PassMemory.Return(_memory, _size);
    }

    protected override void BeginForward(in ForwardArguments arguments)
    {
        Input = arguments;
        WeightPacking.Pack<TMath, TVector>(Plan, Settings, Packed, arguments.Weights, Weights);
    }

    protected override void RunForward(int piece)
    {
        var block = Partition.Blocks[piece];
        switch (block.Vectors)
        {
            case 1:
                ForwardBlock<TMath, TVector, TCell, OneVector<TMath, TVector>>.Run(this, block);
                break;
            case 2:
                ForwardBlock<TMath, TVector, TCell, TwoVectors<TMath, TVector>>.Run(this, block);
                break;
            default:
                ForwardBlock<TMath, TVector, TCell, ThreeVectors<TMath, TVector>>.Run(this, block);
                break;
        }

        GC.KeepAlive(_memory);
    }

    protected override void BeginBackward(in BackwardArguments arguments)
    {
        if (!Settings.Keeps)
            throw new InvalidOperationException("The pass kept nothing for a backward pass.");
        Output = arguments;
        if (!GradientLayout.HasWeights(arguments.WeightGradients))
            return;
        _sums = PassMemory.Rent(Gradients.Groups * Gradients.Size);
        if (SplitsWeights)
            _gates = PassMemory.Rent(AllGates);
    }

    protected override void RunBackward(int piece)
    {
        var (first, end) = Gradients.GetBlocks(piece);
        var sums = _sums is null || _gates is not null ? null : GetSums(piece);
        var gates = _gates is null ? null : _gates.Pointer;
        var adds = false;
        for (var index = first; index < end; index++)
        {
            var block = Partition.Blocks[index];
            adds |= block.Vectors switch
            {
                1 => BackwardBlock<TMath, TVector, TCell, OneVector<TMath, TVector>>.Run(this, block, sums, adds, gates),
                2 => BackwardBlock<TMath, TVector, TCell, TwoVectors<TMath, TVector>>.Run(this, block, sums, adds, gates),
                _ => BackwardBlock<TMath, TVector, TCell, ThreeVectors<TMath, TVector>>.Run(this, block, sums, adds, gates),
            };
        }

        if (sums != null && !adds)
            PanelMath.Clear(sums, Gradients.Size);
        GC.KeepAlive(_memory);
    }

    protected override void RunReduction(int piece)
    {
        if (_gates is not null)
            AddSplitWeights(piece);
        Gradients.Reduce(piece, _sums!.Pointer, Output.WeightGradients);
        GC.KeepAlive(_sums);
    }

    protected override void EndBackward()
    {
        if (_sums is not null)
            PassMemory.Return(_sums, Gradients.Groups * Gradients.Size);
        if (_gates is not null)
            PassMemory.Return(_gates, AllGates);
        (_sums, _gates) = (null, null);
    }

    // The weight gradients of the lines of a piece, over all time steps of the only block.
    private void AddSplitWeights(int piece)
    {
        var (part, first, end) = Gradients.FindPiece(piece);
        var block = Partition.Blocks[0];
        var lanes = block.Vectors * TMath.Width;
        var steps = BackwardScratch.GetChunkSteps(lanes);
        var operands = ThreadScratch.Block.Reserve(Gradients.GetOperandSize(steps * lanes));
        var gateStep = BackwardScratch.GetGateStep(Plan, Settings.Shape, lanes);
        var chunk = new GradientChunk(Settings, Output.Input, Partition, block, GetMemory(block), lanes);
        for (var done = 0; done < block.Steps; done += steps)
        {
            var next = chunk with
            {
                LastStep = block.Steps - 1 - done,
                Steps = Math.Min(steps, block.Steps - done),
                Gates = (nint)(_gates!.Pointer + (done * gateStep)),
                GateStep = gateStep,
                Operands = (nint)operands,
            };
            GradientSums<TMath, TVector>.Add(next, Gradients, part, first, end, _sums!.Pointer, adds: done > 0);
        }

        if (block.Steps == 0)
            PanelMath.Clear(_sums!.Pointer, Gradients.Size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Align(nint count) => (count + 15) & ~15;
}
