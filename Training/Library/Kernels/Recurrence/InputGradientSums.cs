using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// Gradients of inputs that several passes have in common: all passes but the first compute theirs apart, and they are added in order.
/// </summary>
internal sealed unsafe class InputGradientSums : IDisposable
{
    private readonly List<(int Pass, KernelBuffer Buffer, nint Count, SequencePointer Source, SequencePointer Target)> _sums = [];
    private readonly RecurrentPass[] _passes;

    public InputGradientSums(ReadOnlySpan<RecurrentPass> passes, ReadOnlySpan<BackwardArguments> arguments)
    {
        _passes = passes.ToArray();
        for (var index = 1; index < passes.Length; index++)
        {
            var target = arguments[index].InputGradient;
            var isShared = false;
            for (var earlier = 0; earlier < index && !target.IsNone; earlier++)
                isShared |= arguments[earlier].InputGradient.Start == target.Start;
            if (!isShared)
                continue;
            var settings = passes[index].Settings;
            nint size = settings.Shape.InputSize, steps = settings.Steps, count = settings.Batch * steps * size;
            var buffer = PassMemory.Rent(count);
            _sums.Add((index, buffer, count, new SequencePointer((nint)buffer.Pointer, steps * size, size), target));
        }
    }

    /// <summary>Lets a pass write its own part.</summary>
    public BackwardArguments Redirect(int pass, BackwardArguments arguments)
    {
        foreach (var sum in _sums)
        {
            if (sum.Pass == pass)
                arguments.InputGradient = sum.Source;
        }

        return arguments;
    }

    /// <summary>Adds the parts.</summary>
    public void Add()
    {
        foreach (var (pass, buffer, _, source, target) in _sums)
        {
            var settings = _passes[pass].Settings;
            for (var sequence = 0; sequence < settings.Batch; sequence++)
            {
                for (var step = 0; step < settings.Steps; step++)
                    PanelMath.Add(source.At(sequence, step), target.At(sequence, step), settings.Shape.InputSize);
            }

            GC.KeepAlive(buffer);
        }
    }

    public void Dispose()
    {
        foreach (var sum in _sums)
            PassMemory.Return(sum.Buffer, sum.Count);
    }
}
