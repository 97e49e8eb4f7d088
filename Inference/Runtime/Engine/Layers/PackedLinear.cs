namespace MlNetRecurrent.Engine;

/// <summary>A linear layer or convolution with packed weights.</summary>
/// <remarks>
/// The steps that a convolution multiplies are adjacent in memory, [time, value, row], so that it is a linear layer whose input is several steps.
/// </remarks>
internal sealed unsafe class PackedLinear
{
    private readonly StageKernel _kernel;
    private readonly ActivationMath? _activation;

    /// <summary>Packs a layer.</summary>
    /// <param name="layer">The description of the layer.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="width">The vector width.</param>
    /// <param name="memory">The allocator of the packed copy.</param>
    public PackedLinear(LinearLayerDescription layer, LinearWeights weights, VectorWidth width, KernelMemory memory)
    {
        Layer = layer;
        _activation = layer.Activation == ActivationFunction.Identity ? null : width.CreateActivationMath();
        var source = new StageWeights(OfUnits(layer, weights.Weight), default, weights.Bias, default);
        var inputs = layer.KernelSize * layer.InputSize;
        _kernel = width.CreateKernel(
            CellStages.Linear, new PackedStage(CellStages.Linear.Lines, layer.OutputSize, inputs, 0, source, memory));
    }

    public LinearLayerDescription Layer { get; }

    /// <summary>The number of outputs, rounded up to whole tiles.</summary>
    public int PaddedUnits => _kernel.Packed.PaddedUnits;

    /// <summary>The number of floats in the scratch buffer.</summary>
    public nint ScratchSize => _kernel.ScratchSize;

    /// <summary>Computes one output step.</summary>
    /// <param name="input">The input, [value, row]; the steps of a convolution follow each other.</param>
    /// <param name="output">The buffer for the output, [value, row], with room for <see cref="PaddedUnits"/>.</param>
    /// <param name="scratch">A buffer of <see cref="ScratchSize"/> floats.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    /// <param name="vectors">The number of vectors of rows, or 0 for a single row.</param>
    public void Run(float* input, float* output, float* scratch, nint stride, int vectors)
    {
        var call = new StageCall { Input = input, Recurrent = null, Output = output, Scratch = scratch, Stride = stride };
        if (vectors == 0)
            _kernel.StepOne(call);
        else
            _kernel.StepRows(call, vectors);
        _activation?.Apply(Layer.Activation, output, Layer.OutputSize * stride);
    }

    // [input, output], or [output, input, kernel] of a convolution -> [output, kernel * input]
    private static float[] OfUnits(LinearLayerDescription layer, float[] weight)
    {
        var (inputs, outputs, kernel) = (layer.InputSize, layer.OutputSize, layer.KernelSize);
        var units = new float[weight.Length];
        for (var output = 0; output < outputs; output++)
        {
            for (var step = 0; step < kernel; step++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    var source = kernel > 1 ? (((output * inputs) + input) * kernel) + step : (input * outputs) + output;
                    units[(((output * kernel) + step) * inputs) + input] = weight[source];
                }
            }
        }

        return units;
    }
}
