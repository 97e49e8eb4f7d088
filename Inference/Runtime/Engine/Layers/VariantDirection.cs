namespace MlNetRecurrent.Engine;

/// <summary>
/// One direction of a layer whose cells differ from the standard ones: the products of all its blocks, then the arithmetic of the variant.
/// </summary>
internal sealed unsafe class VariantDirection : PackedDirection
{
    // A vector that starts at the last unit of the last block reads beyond its product.
    private const int Slack = PackedStage.TileUnits;

    private readonly StageKernel[] _products;
    private readonly VariantMath _math;
    private readonly KernelBuffer? _peepholes;
    private readonly nint _productsStart;

    /// <param name="layer">The layer.</param>
    /// <param name="reverse">Whether it processes the sequence in reverse.</param>
    /// <param name="hiddenStart">The offset of its hidden state in the state of a sequence.</param>
    /// <param name="cellStart">The offset of its cell state, or -1 if it has none.</param>
    /// <param name="weights">The weights of the direction.</param>
    /// <param name="peepholes">The peephole weights of the direction, [3 * hidden]; empty if it has none.</param>
    /// <param name="width">The vector width.</param>
    /// <param name="memory">The allocator of the buffers.</param>
    public VariantDirection(
        LayerDescription layer,
        bool reverse,
        int hiddenStart,
        int cellStart,
        StageWeights weights,
        ReadOnlySpan<float> peepholes,
        VectorWidth width,
        KernelMemory memory)
        : base(layer, reverse, hiddenStart, cellStart)
    {
        _math = width.CreateVariantMath(layer.Variant!);

        // The candidate of a GRU has products of its own: the reset gate comes between them.
        (CellStage Stage, int Blocks)[] products = layer.Cell.OnnxOperator != "GRU" ? [(CellStages.LinearOfBoth, layer.Cell.Blocks.Count)]
            : layer.Cell.LinearBeforeReset ? [(CellStages.LinearOfBoth, 2), (CellStages.Linear, 1), (CellStages.LinearOfHidden, 1)]
            : [(CellStages.LinearOfBoth, 2), (CellStages.LinearOfBoth, 1)];
        _products = [.. products.Select((product, index) => Pack(product.Stage, index == 0 ? 0 : 2, product.Blocks, weights, width, memory))];
        _productsStart = _products.Max(product => product.ScratchSize);
        ScratchSize = _productsStart + (_products.Sum(product => product.Packed.PaddedUnits) * (nint)StageKernel.MaxVectors * width.Floats) + Slack;
        if (!peepholes.IsEmpty)
        {
            _peepholes = new KernelBuffer(memory);
            _peepholes.Reserve(3 * PaddedUnits);
            for (var gate = 0; gate < 3; gate++)
            {
                var target = new Span<float>(_peepholes.Pointer + (gate * PaddedUnits), PaddedUnits);
                peepholes.Slice(gate * layer.HiddenSize, layer.HiddenSize).CopyTo(target);
            }
        }
    }

    /// <inheritdoc/>
    public override nint ScratchSize { get; }

    /// <inheritdoc/>
    public override void Step(float* input, ref StatePanels panels, float* scratch, nint stride, int vectors)
    {
        var gates = scratch + _productsStart;
        var next = gates;
        Multiply(0, panels.Hidden, ref next);
        var candidate = next;
        var call = new VariantCall
        {
            Gates = gates,
            Candidate = candidate,
            Hidden = panels.Hidden,
            Cell = panels.Cell,
            Output = panels.NextHidden,
            Peepholes = _peepholes is null ? null : _peepholes.Pointer,
            Units = Layer.HiddenSize,
            PaddedUnits = PaddedUnits,
            Stride = stride,
            Vectors = vectors,
        };
        switch (_products.Length)
        {
            case 1 when Layer.Cell.HasCellState:
                _math.StepLstm(call);
                break;
            case 1:
                _math.StepRnn(call);
                break;
            case 2:
                _math.ResetHidden(call with { Output = panels.Intermediate });
                Multiply(1, panels.Intermediate, ref next);
                _math.StepGru(call);
                break;
            default:
                Multiply(1, null, ref next);
                call = call with { RecurrentCandidate = next };
                Multiply(2, panels.Hidden, ref next);
                _math.StepGru(call);
                break;
        }

        panels.Swap();
        GC.KeepAlive(this);

        void Multiply(int product, float* recurrent, ref float* output)
        {
            var kernel = _products[product];
            var products = new StageCall { Input = input, Recurrent = recurrent, Output = output, Scratch = scratch, Stride = stride };
            if (vectors == 0)
                kernel.StepOne(products);
            else
                kernel.StepRows(products, vectors);
            output += kernel.Packed.PaddedUnits * stride;
        }
    }

    // The product of consecutive blocks, as the units of one stage.
    private StageKernel Pack(CellStage stage, int firstBlock, int blocks, StageWeights weights, VectorWidth width, KernelMemory memory)
    {
        var (start, units) = (firstBlock * Layer.HiddenSize, blocks * Layer.HiddenSize);
        var source = new StageWeights(
            weights.Input.Slice(start * Layer.InputSize, units * Layer.InputSize),
            weights.Recurrent.Slice(start * Layer.HiddenSize, units * Layer.HiddenSize),
            weights.InputBias.IsEmpty ? default : weights.InputBias.Slice(start, units),
            weights.RecurrentBias.IsEmpty ? default : weights.RecurrentBias.Slice(start, units));
        return width.CreateKernel(stage, new PackedStage(stage.Lines, units, Layer.InputSize, Layer.HiddenSize, source, memory));
    }
}
