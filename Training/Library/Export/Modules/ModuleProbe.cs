using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a user's module on inputs like the example, of any batch size and length that it takes.</summary>
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
        // A module may be made for one length, by what it normalizes or flattens: then the file takes that one.
        _anyTime = HasTime && Takes(Time + 1);
    }

    private bool HasTime => _vocabulary is not null || _example.Length == 3;

    private long Batch => _example[0];

    private long Time => _example[1];

    /// <summary>The batch sizes and lengths to compare: the example's, and others as far as the module takes them.</summary>
    public IEnumerable<(long Batch, long Time)> Shapes => _anyTime
        ? new[] { (Batch, Time), (1, Time + 1) }.Concat(new[] { (7L, 1L), (3L, 2L), (2L, 20L) }.Where(shape => Takes(shape.Item2)))
        : [(Batch, Time), (1, Time), (7, Time)];

    /// <summary>The axes of the input: names for those that may vary.</summary>
    public object[] GetInputAxes() => [OnnxNames.Batch, _anyTime ? OnnxNames.Time : Time, .. _example[2..].Cast<object>()];

    /// <summary>The axes of the output: an axis that follows the batch or the time of the input has its name.</summary>
    public object[] GetOutputAxes()
    {
        var shape = Run(CreateInput(Batch, Time)).Shape;
        var ofBatch = SameAxes(shape, Run(CreateInput(Batch + 1, Time)).Shape);
        var ofTime = _anyTime ? SameAxes(shape, Run(CreateInput(Batch, Time + 1)).Shape) : shape;
        return [.. shape.Select((size, axis) => (ofBatch[axis] - size, ofTime[axis] - size) switch
        {
            (0, 0) => (object)size,
            (1, 0) when size == Batch => OnnxNames.Batch,
            (0, 1) when size == Time => OnnxNames.Time,
            _ => $"output_{axis}",
        })];
    }

    /// <summary>Random values, or random tokens, of one batch size and length; the same every time.</summary>
    public Tensor CreateInput(long batch, long time)
    {
        // A generator of its own: the check must not move the one that fits draw from.
        using var generator = new Generator((ulong)(Seed + batch), CPU);
        return _vocabulary is { } vocabulary
            ? randint(0, vocabulary, [batch, time], dtype: int64, generator: generator)
            : randn([batch, time, .. _example[2..]], generator: generator);
    }

    /// <summary>The module's answer.</summary>
    /// <exception cref="ExportException">It does not take the input, or does not answer with numbers.</exception>
    public (long[] Shape, float[] Numbers) Run(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor answer;
        try
        {
            // A copy: a module may write into its input.
            answer = _module.call(input.clone());
        }
        catch (Exception exception)
        {
            // LibTorch's own message goes on with a native stack trace.
            throw new ExportException($"The module does not take an input of shape [{string.Join(", ", input.shape)}]: {exception.Message.Split('\n')[0].TrimEnd()} Nothing was written.", exception);
        }

        return answer.dtype == ScalarType.Float32
            ? (answer.shape, ParityBatch.ToArray(answer))
            : throw new ExportException($"The module answers with {answer.dtype}, expected Float32. Nothing was written.");
    }

    private bool Takes(long time)
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

    private static long[] SameAxes(long[] shape, long[] other) => shape.Length == other.Length
        ? other
        : throw new ExportException($"The module answers with [{string.Join(", ", shape)}] and with [{string.Join(", ", other)}]: expected the same number of axes. Nothing was written.");
}
