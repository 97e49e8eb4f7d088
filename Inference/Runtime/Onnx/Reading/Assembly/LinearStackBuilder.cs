namespace MlNetRecurrent.Onnx;

/// <summary>
/// Turns the steps of a chain into linear layers and convolutions with activations. Affine maps are folded into the weights of a neighboring layer;
/// an activation without a linear layer before it gets one whose weight is the identity matrix.
/// </summary>
/// <param name="size">The number of features before the first step.</param>
/// <param name="budget">Limits the size of the weights.</param>
internal sealed class LinearStackBuilder(int size, FoldingBudget budget)
{
    private readonly List<LinearLayerDescription> _layers = [];
    private readonly List<LinearWeights> _weights = [];
    private bool _isOpen;

    public IReadOnlyList<LinearLayerDescription> Layers => _layers;

    public IReadOnlyList<LinearWeights> Weights => _weights;

    /// <summary>The number of features after the last step.</summary>
    public int Size { get; private set; } = size;

    /// <summary>What follows the last layer and is not part of it.</summary>
    public FeatureMap Rest { get; private set; } = FeatureMap.Identity;

    /// <summary>Adds steps of <see cref="StepRewriting"/>.</summary>
    public void Add(IEnumerable<ChainStep> steps)
    {
        foreach (var step in steps)
            Add(step);
    }

    /// <summary>Makes the last layer one without an activation, and without anything after it.</summary>
    public void Close()
    {
        if (!_isOpen || !Rest.IsIdentity)
            Push(FeatureMap.CreateIdentity(Size, budget));
    }

    private void Add(ChainStep step)
    {
        switch (step)
        {
            case LinearStep { IsFixed: true } linear:
                AddFixed(linear);
                break;
            case LinearStep linear:
                Push(linear);
                break;
            case AffineStep affine:
                Add(affine);
                break;
            case ActivationStep activation:
                Activate(activation.Function);
                break;
            case BoundStep bound:
                Add(StepRewriting.ToActivation(bound, Size));
                break;
            case ConvolutionStep convolution:
                Push(convolution);
                break;
            default:
                throw new RecurrentModelException(
                    $"{char.ToUpperInvariant(step.Description[0])}{step.Description[1..]} is used between other layers, which is not supported.");
        }
    }

    private void Add(AffineStep affine)
    {
        if (!_isOpen || !Rest.IsIdentity)
        {
            Rest = Rest.Then(affine);
            return;
        }

        // (x W + b) s + t = x (W s) + (b s + t); the weight of a convolution has its outputs first.
        var (weight, bias) = _weights[^1];
        var inner = _layers[^1].KernelSize == 1 ? 1 : weight.Length / Size;
        if (affine.Scale is { } scale)
        {
            budget.Charge([weight.Length]);
            weight = [.. weight.Select((value, index) => value * scale[index / inner % Size])];
            bias = [.. bias.Zip(scale, (value, factor) => value * factor)];
        }

        if (affine.Shift is { } shift)
            bias = [.. bias.Zip(shift, (value, added) => value + added)];
        _weights[^1] = new LinearWeights(weight, bias);
    }

    private void AddFixed(LinearStep linear)
    {
        if (_isOpen && Rest.IsIdentity && _layers[^1].KernelSize == 1)
        {
            // (x W + b) M = x (W M) + b M
            var (weight, bias) = _weights[^1];
            var layer = _layers[^1];
            _weights[^1] = new LinearWeights(
                FeatureMap.Multiply(new LinearStep(weight, layer.InputSize, layer.OutputSize), linear, budget),
                FeatureMap.Multiply(new LinearStep(bias, 1, layer.OutputSize), linear, budget));
            _layers[^1] = layer with { OutputSize = linear.Outputs };
        }
        else
        {
            var joined = Rest.Before(linear, new float[linear.Outputs], budget);
            Rest = new FeatureMap(
                new LinearStep(joined.Weight, Rest.Matrix?.Inputs ?? Size, linear.Outputs), new AffineStep(null, joined.Bias));
        }

        Size = linear.Outputs;
    }

    private void Push(LinearStep linear)
    {
        budget.Charge([linear.Weight.Length]);
        var inputs = Rest.Matrix?.Inputs ?? linear.Inputs;
        _weights.Add(Rest.Before(linear, new float[linear.Outputs], budget));
        _layers.Add(new LinearLayerDescription { InputSize = inputs, OutputSize = linear.Outputs });
        (Rest, Size, _isOpen) = (FeatureMap.Identity, linear.Outputs, true);
    }

    private void Push(ConvolutionStep convolution)
    {
        // The zeros around the sequence are added after the map, so that only a scale can be folded into the weights.
        if (Rest.Matrix is not null || Rest.Affine.Shift is not null)
            Push(FeatureMap.CreateIdentity(Size, budget));
        budget.Charge([convolution.Weight.Length]);
        var (scale, kernel) = (Rest.Affine.Scale, convolution.KernelSize);
        float[] weight = scale is null
            ? convolution.Weight
            : [.. convolution.Weight.Select((value, index) => value * scale[index / kernel % convolution.Inputs])];
        _weights.Add(new LinearWeights(weight, new float[convolution.Outputs]));
        _layers.Add(new LinearLayerDescription
        {
            InputSize = convolution.Inputs,
            OutputSize = convolution.Outputs,
            KernelSize = kernel,
            PaddingBefore = convolution.PaddingBefore,
            PaddingAfter = convolution.PaddingAfter,
        });
        (Rest, Size, _isOpen) = (FeatureMap.Identity, convolution.Outputs, true);
    }

    private void Activate(ActivationFunction function)
    {
        Close();
        _layers[^1] = _layers[^1] with { Activation = function };
        _isOpen = false;
    }
}
