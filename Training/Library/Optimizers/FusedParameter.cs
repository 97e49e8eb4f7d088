using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A parameter of a fused optimizer, with its memory.</summary>
internal sealed unsafe class FusedParameter(Parameter parameter, ParamGroup group, OptimizerState state) : IDisposable
{
    private readonly TensorMemory _first = new();
    private readonly TensorMemory _second = new();
    private readonly TensorMemory _average = new();

    // An empty part of the parameter, and what is copied to it.
    private Tensor? _part;
    private Tensor? _nothing;

    public Parameter Parameter => parameter;

    public ParamGroup Group => group;

    public OptimizerState State => state;

    /// <summary>The number of values.</summary>
    public long Count { get; } = parameter.numel();

    /// <summary>Whether the memory of a parameter or of its gradient can be updated directly.</summary>
    public static bool IsSupported(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU
        && !tensor.is_sparse && tensor.is_contiguous();

    /// <summary>Returns the memory of the parameter, without that of its gradient.</summary>
    /// <param name="update">The tensors of the state.</param>
    /// <param name="average">The moving average of the weights; null for none.</param>
    public UpdatePointers GetMemory(StateUpdate update, Tensor? average) => new()
    {
        Weight = TensorPointer.Of(parameter),
        First = _first.Find(update.First),
        Second = _second.Find(update.Second),
        Average = _average.Find(average),
    };

    /// <summary>
    /// Tells LibTorch that the values were changed, so that a backward pass through an older result of the parameter fails instead of being wrong.
    /// </summary>
    public void MarkChanged()
    {
        if (_part is null)
        {
            using var detached = parameter.detach();
            using var flat = detached.view(-1);
            _part = flat.narrow(0, 0, 0).DetachFromDisposeScope();
            _nothing = empty(0).DetachFromDisposeScope();
        }

        // Any operation in place counts as a change, even one of no values.
        _part.copy_(_nothing!);
    }

    public void Dispose()
    {
        _part?.Dispose();
        _nothing?.Dispose();
    }

    // The address of a tensor, which is looked up again only if the tensor is another one.
    private sealed class TensorMemory
    {
        private Tensor? _tensor;
        private float* _start;

        public float* Find(Tensor? tensor)
        {
            if (!ReferenceEquals(tensor, _tensor))
            {
                _start = tensor is null ? null : TensorPointer.Of(tensor);
                _tensor = tensor;
            }

            return _start;
        }
    }
}
