using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The exponential moving average of the weights of a module over the optimizer steps (Polyak and Juditsky 1992; Tarvainen and Valpola 2017). It is
/// validated and exported instead of the weights.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _module;
    private readonly double _decay;
    private readonly List<(Parameter Weight, Tensor Mean)> _weights;

    public WeightAverage(nn.Module module, double decay)
    {
        (_module, _decay) = (module, decay);
        _weights = [.. module.parameters().Select(weight => (weight, weight.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>The number of steps in the average.</summary>
    public long Steps { get; private set; }

    /// <summary>Adds the weights after an optimizer step.</summary>
    public void Add()
    {
        using var none = no_grad();
        Steps++;
        // A lower decay at first, so that the random initial weights fade quickly.
        var decay = Math.Min(_decay, Steps / (Steps + 10.0));
        foreach (var (weight, mean) in _weights)
            mean.lerp_(weight, 1 - decay);
    }

    /// <summary>Replaces the weights with their averages until disposed.</summary>
    public IDisposable Use()
    {
        Swap();
        return new Restoration(Swap);
    }

    /// <summary>Replaces the weights with their averages for good.</summary>
    public void ApplyPermanently() => Swap();

    /// <summary>Writes the averages.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Steps);
        using (Use())
        using (var copy = WeightSnapshot.Capture(_module))
            copy.Write(writer);
    }

    /// <summary>Reads the averages that <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">They are not those of the module; the message is a clause without a period.</exception>
    public void Read(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        if (Steps < 0)
            throw new FormatException("its number of averaged steps is negative");
        using var copy = WeightSnapshot.Read(reader, _module);
        using (Use())
            copy.Restore(_module);
    }

    public void Dispose() => _weights.ForEach(entry => entry.Mean.Dispose());

    private void Swap()
    {
        using var none = no_grad();
        foreach (var (weight, mean) in _weights)
        {
            using var kept = weight.detach().clone();
            weight.copy_(mean);
            mean.copy_(kept);
        }
    }

    private sealed class Restoration(Action swap) : IDisposable
    {
        public void Dispose() => swap();
    }
}
