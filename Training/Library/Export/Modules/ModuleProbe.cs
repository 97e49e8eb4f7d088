using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a user's module on random inputs of the example's kind, with any batch size and length that the module accepts.</summary>
internal sealed class ModuleProbe
{
    private const int Seed = 20_250_101;

    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly long[] _example;
    private readonly long? _vocabulary;
    private readonly bool _anyTime;

    public ModuleProbe(nn.Module<Tensor, Tensor> module, long[] exampleShape, long? vocabulary)
    {
        _module = module;
        _example = exampleShape;
        _vocabulary = vocabulary;
        _ = Run(CreateInput(Batch, Time));
        // A module may accept one length only, for example if it normalizes over time: then the file has that length.
        _anyTime = HasTime && Accepts(Time + 1);
    }

    private bool HasTime => _vocabulary is not null || _example.Length == 3;

    private long Batch => _example[0];

    private long Time => _example[1];

    /// <summary>The batch sizes and lengths to compare: those of the example, and others that the module accepts.</summary>
    public IEnumerable<(long Batch, long Time)> Shapes => _anyTime
        ? new[] { (Batch, Time), (1, Time + 1) }.Concat(new[] { (7L, 1L), (3L, 2L), (2L, 20L) }.Where(shape => Accepts(shape.Item2)))
        : [(Batch, Time), (1, Time), (7, Time)];

    /// <summary>Returns the axes of the input: a name for each axis that may vary.</summary>
    public object[] GetInputAxes() => [OnnxNames.Batch, _anyTime ? OnnxNames.Time : Time, .. _example[2..].Cast<object>()];

    /// <summary>Returns the axes of the output: an axis that varies with the batch or time axis of the input has the same name.</summary>
    public object[] GetOutputAxes()
    {
        var shape = Run(CreateInput(Batch, Time)).Shape;
        var batchShape = RequireSameRank(shape, Run(CreateInput(Batch + 1, Time)).Shape);
        var timeShape = _anyTime ? RequireSameRank(shape, Run(CreateInput(Batch, Time + 1)).Shape) : shape;
        return [.. shape.Select((size, axis) => (batchShape[axis] - size, timeShape[axis] - size) switch
        {
            (0, 0) => (object)size,
            (1, 0) when size == Batch => OnnxNames.Batch,
            (0, 1) when size == Time => OnnxNames.Time,
            _ => $"output_{axis}",
        })];
    }

    /// <summary>Creates random values or tokens of a batch size and length; the same on every call.</summary>
    public Tensor CreateInput(long batch, long time)
    {
        // A separate generator: the check must not advance the one that training uses.
        using var generator = new Generator((ulong)(Seed + batch), CPU);
        return _vocabulary is { } vocabulary
            ? randint(0, vocabulary, [batch, time], dtype: int64, generator: generator)
            : randn([batch, time, .. _example[2..]], generator: generator);
    }

    /// <summary>Runs the module.</summary>
    /// <exception cref="ExportException">The module does not accept the input, or its output is not float32.</exception>
    public (long[] Shape, float[] Values) Run(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor output;
        try
        {
            // A copy: a module may write into its input.
            output = _module.call(input.clone());
        }
        catch (Exception exception)
        {
            // The first line only: in LibTorch's message a native stack trace follows.
            var reason = exception.Message.Split('\n')[0].TrimEnd();
            throw new ExportException(
                $"The module does not accept an input of shape [{string.Join(", ", input.shape)}]: {reason} Nothing was written.", exception);
        }

        return output.dtype == ScalarType.Float32
            ? (output.shape, ParityBatch.ToArray(output))
            : throw new ExportException($"The output of the module has type {output.dtype}, expected Float32. Nothing was written.");
    }

    private bool Accepts(long time)
    {
        try
        {
            using var scope = NewDisposeScope();
            _ = Run(CreateInput(Batch, time));
            return true;
        }
        catch (ExportException)
        {
            return false;
        }
    }

    private static long[] RequireSameRank(long[] shape, long[] other) => shape.Length == other.Length
        ? other
        : throw new ExportException(
            $"The output of the module has shape [{string.Join(", ", shape)}] for one input and [{string.Join(", ", other)}] for another: "
            + "expected the same number of axes. Nothing was written.");
}
